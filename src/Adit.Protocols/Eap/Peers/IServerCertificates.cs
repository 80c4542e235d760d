using Adit.Protocols.Crypto.Tls;

namespace Adit.Protocols.Eap.Peers;

/// <summary>Judges the certificate of the server that authenticates, and remembers what was wrong with it. One conversation's own.</summary>
public interface IServerCertificates : ICertificateVerifier
{
    /// <summary>Why it was refused; null where it was not, or none was shown yet.</summary>
    Failure? Refusal { get; }
}
