using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Tls;

/// <summary>Judges the certificates by which users sign in. Any thread may call.</summary>
public interface IUserCertificates
{
    /// <summary>Judges one; may wait a few seconds for a revocation list.</summary>
    /// <param name="chain">In DER, the user's own first, as the peer sent them; never empty.</param>
    /// <param name="identity">Who the peer said that it is: a name that the certificate has to bear.</param>
    UserCertificateVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> chain, string identity);
}

/// <summary>What a user's certificate is worth.</summary>
/// <param name="Fingerprint">SHA-256 of the certificate, in capital hexadecimal digits.</param>
/// <param name="Reason">Why it is refused; none where it is not.</param>
/// <param name="Alert">What the peer is told where it is refused.</param>
public sealed record UserCertificateVerdict(string Fingerprint, AccessReason Reason, TlsAlert Alert);
