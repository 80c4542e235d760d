using Adit.Protocols;

namespace Adit.Client.Eap;

/// <summary>
/// Why EAP did not come about for reasons of certificates: ours, or the server's. <c>Rule</c> is the code that says more of a server's
/// certificate (<c>PKI-108</c>), <c>Details</c> are its facts.
/// </summary>
public abstract record ClientEapFailure : Failure
{
    private ClientEapFailure(string code)
        : base(code)
    {
    }

    /// <summary>
    /// No certificate of the profile can be signed in with. <c>Looked</c> says what is wrong with each; <c>Lacking</c> is <c>purpose</c>
    /// where one is for users and lacks only a purpose that the profile wants, else <c>none</c>.
    /// </summary>
    public sealed record NoCertificate(IReadOnlyList<string> Looked, string Lacking = "none") : ClientEapFailure("EAP-150");

    /// <summary>Several certificates fit, and nobody is asked which.</summary>
    public sealed record SeveralCertificates(IReadOnlyList<string> Fitting) : ClientEapFailure("EAP-151");

    /// <summary>A certificate of the server that authenticates has ended.</summary>
    public sealed record ServerCertificateExpired(string Rule, string Details) : ClientEapFailure("EAP-152");

    /// <summary>The certificate of the server that authenticates does not lead to a root that the profile trusts.</summary>
    public sealed record ServerRootNotTrusted(string Rule, string Details) : ClientEapFailure("EAP-153");

    /// <summary>The certificate of the server that authenticates is not accepted for another reason.</summary>
    public sealed record ServerCertificateInvalid(string Rule, string Details) : ClientEapFailure("EAP-154");

    /// <summary>The server that authenticates bears none of the names that the profile expects.</summary>
    public sealed record ServerNameUnexpected(string Rule, string Details) : ClientEapFailure("EAP-155");
}
