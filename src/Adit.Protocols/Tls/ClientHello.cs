namespace Adit.Protocols.Tls;

/// <summary>What a TLS client says first (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2), as far as a listener wants to know it.</summary>
/// <param name="LegacyVersion">The version field: 0x0303 for TLS 1.2 and everything after it.</param>
/// <param name="SupportedVersions">The supported_versions extension, GREASE included; empty where there is none.</param>
/// <param name="CipherSuites">The cipher suites in the client's order, GREASE included.</param>
/// <param name="ServerName">The host name of SNI (RFC 6066 §3) in lower case; null where there is none or it cannot be one.</param>
/// <param name="ApplicationProtocols">The names of ALPN (RFC 7301 §3.1) in the client's order; one that is not visible ASCII stands in hexadecimal.</param>
public sealed record ClientHello(
    ushort LegacyVersion,
    IReadOnlyList<ushort> SupportedVersions,
    IReadOnlyList<ushort> CipherSuites,
    string? ServerName,
    IReadOnlyList<string> ApplicationProtocols)
{
    /// <summary>How much a client may send before its hello is whole, in bytes of records.</summary>
    public const int DefaultMaxLength = 16 * 1024;

    /// <summary>
    /// Reads the hello from the first bytes of a connection, which stay where they are for the TLS engine; call it again with more of
    /// them while it says <see cref="ClientHelloResult.NeedMore"/>. Waiting costs a look at the headers of the records that have come,
    /// of which there may be a few.
    /// </summary>
    public static ClientHelloResult TryParse(ReadOnlySpan<byte> received, out ClientHello? hello, int maxLength = DefaultMaxLength)
    {
        hello = null;
        var result = HandshakeRecords.TryJoin(received[..Math.Min(received.Length, maxLength)], maxLength, out var body);
        if (result is ClientHelloResult.NeedMore && received.Length >= maxLength)
            return ClientHelloResult.Malformed;

        return result is not ClientHelloResult.Parsed ? result
            : ClientHelloReader.TryRead(body, out hello) ? ClientHelloResult.Parsed
            : ClientHelloResult.Malformed;
    }
}
