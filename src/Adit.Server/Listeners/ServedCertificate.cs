using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Linux.Tls;

namespace Adit.Server.Listeners;

/// <summary>A certificate as the TLS engine takes it, with its issuers and the suites we speak.</summary>
public sealed class ServedCertificate
{
    // Of the last three, old routers offer nothing better.
    private const string Suites12 =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:AES128-SHA";

    private const string Suites13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

    private static readonly TimeSpan TicketKeyLifetime = TimeSpan.FromDays(1);

    static ServedCertificate()
    {
        TlsDefaults.SetSuites(Suites12, Suites13);
        TlsDefaults.ReleaseIdleBuffers();
    }

    private readonly X509Certificate2Collection _known;
    private readonly TimeProvider _clock;
    private readonly Lazy<IReadOnlyList<string>> _names;
    private volatile Prepared _prepared;

    /// <summary>
    /// Prepares a certificate; its key must be present. Where it names a responder, what that says is stapled to the handshake once the
    /// engine has got it, and renewed by itself: a caller then need not ask. It is got only where all issuers up to a root are here, since
    /// the engine would fetch those, too.
    /// </summary>
    public ServedCertificate(X509Certificate2 leaf, IEnumerable<X509Certificate2> issuers, TimeProvider? clock = null)
    {
        (Leaf, _known, _clock) = (leaf, [.. issuers], clock ?? TimeProvider.System);
        _names = new(() => CertificateNames.Of(leaf));
        _prepared = Prepare();
    }

    /// <summary>The certificate itself.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Whether it is for this name (RFC 9525).</summary>
    public bool Bears(string name) => CertificateNames.Match(_names.Value, name);

    /// <summary>Its issuers as they are sent with it, without the root.</summary>
    public IEnumerable<X509Certificate2> Issuers => Options.ServerCertificateContext!.IntermediateCertificates;

    /// <summary>What the TLS engine is given: the same for a day, with the key of the tickets that it hands out (RFC 5077 §5.5).</summary>
    public SslServerAuthenticationOptions Options
    {
        get
        {
            if (_clock.GetElapsedTime(_prepared.Since) > TicketKeyLifetime)
                _prepared = Prepare();
            return _prepared.Options;
        }
    }

    private Prepared Prepare() => new(_clock.GetTimestamp(), new SslServerAuthenticationOptions
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(Leaf, _known, offline: !IsComplete(Leaf, _known)),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    });

    private static bool IsComplete(X509Certificate2 leaf, X509Certificate2Collection issuers)
    {
        using var chain = new X509Chain
        {
            ChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        };
        chain.ChainPolicy.ExtraStore.AddRange(issuers);
        chain.Build(leaf);
        return chain.ChainStatus.All(status => status.Status is not X509ChainStatusFlags.PartialChain);
    }

    private sealed record Prepared(long Since, SslServerAuthenticationOptions Options);
}
