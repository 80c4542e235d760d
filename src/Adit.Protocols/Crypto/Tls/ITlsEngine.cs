namespace Adit.Protocols.Crypto.Tls;

/// <summary>Begins TLS conversations of one side with one setting: certificate, versions, suites, sessions to resume. Any thread may call.</summary>
public interface ITlsEngine
{
    /// <summary>Begins one.</summary>
    /// <param name="purpose">
    /// What it is for, 1 to 32 ASCII characters, such as <c>peap</c>: an earlier session is resumed only where it was for the same.
    /// </param>
    /// <param name="verifier">
    /// Judges the peer's certificates; at the server, one is required then. Null, at the server alone: none is asked for.
    /// </param>
    ITlsConversation Begin(string purpose, ICertificateVerifier? verifier);
}
