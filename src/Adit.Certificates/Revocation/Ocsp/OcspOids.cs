namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>Object identifiers of RFC 6960 and RFC 8954.</summary>
internal static class OcspOids
{
    /// <summary>The one kind of answer that there is.</summary>
    public const string Basic = "1.3.6.1.5.5.7.48.1.1";

    /// <summary>What makes an answer one to this very request.</summary>
    public const string Nonce = "1.3.6.1.5.5.7.48.1.2";

    /// <summary>A responder's certificate that says so need not be looked up.</summary>
    public const string NoCheck = "1.3.6.1.5.5.7.48.1.5";

    /// <summary>The purpose of a responder that is not the authority itself.</summary>
    public const string Signing = "1.3.6.1.5.5.7.3.9";
}
