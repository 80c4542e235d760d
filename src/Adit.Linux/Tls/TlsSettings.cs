using System.ComponentModel.DataAnnotations;

namespace Adit.Linux.Tls;

/// <summary>How TLS conversations are led. Nothing of it is left to the distribution's openssl.cnf.</summary>
public sealed record TlsSettings
{
    /// <summary>The lowest version.</summary>
    public TlsVersion MinVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>The highest version.</summary>
    public TlsVersion MaxVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>Suites of TLS 1.2 by libssl's names, best first: forward secrecy and authenticated encryption, CBC last for old Windows.</summary>
    public string Suites12 { get; init; } =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES128-SHA";

    /// <summary>Suites of TLS 1.3, best first.</summary>
    public string Suites13 { get; init; } = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

    /// <summary>Groups of the key exchange, best first.</summary>
    public string Groups { get; init; } = "X25519:P-256:P-384";

    /// <summary>How long a session can be resumed; zero for never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>
    /// Whether a server lets its clients keep what it takes to resume, as tickets (RFC 5077, RFC 8446 §4.6.1), and keeps nothing itself: the
    /// key of the tickets lives as long as the context.
    /// </summary>
    public bool HasTickets { get; init; }

    /// <summary>How many sessions of a server can be resumed; of more, the oldest go. Some 10 KiB each where a certificate was shown.</summary>
    [Range(1, 100_000)]
    public int MaxSessions { get; init; } = 2_000;

    /// <summary>How many bytes of certificates a peer may show.</summary>
    [Range(4096, 1024 * 1024)]
    public int MaxCertificatesLength { get; init; } = 48 * 1024;

    /// <summary>How many bytes of either direction may wait in a conversation. One that holds more has failed.</summary>
    [Range(32 * 1024, 4 * 1024 * 1024)]
    public int MaxBuffered { get; init; } = 128 * 1024;
}

/// <summary>Versions of TLS, as on the wire.</summary>
public enum TlsVersion
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>TLS 1.2 (RFC 5246).</summary>
    Tls12 = 0x0303,

    /// <summary>TLS 1.3 (RFC 8446).</summary>
    Tls13 = 0x0304,
}
