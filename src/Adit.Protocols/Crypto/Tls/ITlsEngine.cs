namespace Adit.Protocols.Crypto.Tls;

/// <summary>Begins TLS conversations of one side with one setting: certificate, versions, suites, sessions to resume. Any thread may call.</summary>
public interface ITlsEngine
{
    /// <summary>Begins one.</summary>
    /// <param name="verifier">Judges the peer's certificates.</param>
    ITlsConversation Begin(ICertificateVerifier verifier);
}
