namespace Adit.Protocols.Crypto.Tls;

/// <summary>Judges the certificates that a TLS peer shows, while its handshake waits.</summary>
public interface ICertificateVerifier
{
    /// <summary>Judges them. Whatever it throws comes out of <see cref="ITlsConversation.Receive"/>, which is then failed.</summary>
    /// <param name="chain">In DER, the peer's own first, as the peer sent them; never empty.</param>
    /// <returns>
    /// The alert with which the handshake ends (RFC 8446 §6.2), or null where the peer is who the certificate says. An engine that cannot
    /// send this one sends <see cref="TlsAlert.CertificateUnknown"/>.
    /// </returns>
    TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain);
}
