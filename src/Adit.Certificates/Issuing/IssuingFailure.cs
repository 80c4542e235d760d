using Adit.Protocols;

namespace Adit.Certificates.Issuing;

/// <summary>Why our CA did not do what it was asked.</summary>
public abstract record IssuingFailure(string Code) : Failure(Code)
{
    /// <summary>What was given as a request is none (PKCS #10, PEM or DER), or is longer than any.</summary>
    public sealed record RequestUnreadable(string Problem) : IssuingFailure("PKI-160");

    /// <summary>The request is not signed with the key that it names: whoever sent it does not have the key.</summary>
    public sealed record NotProven() : IssuingFailure("PKI-161");

    /// <summary>The request's key is weak, or of a kind that clients do not know.</summary>
    public sealed record WeakKey(string Key) : IssuingFailure("PKI-162");

    /// <summary>The template has no certificates for such a name.</summary>
    public sealed record NameRefused(string Template, string Name) : IssuingFailure("PKI-163");

    /// <summary>Neither the order nor the request has a name that the template takes.</summary>
    public sealed record NameMissing(string Template) : IssuingFailure("PKI-164");

    /// <summary>What was given is no security identifier.</summary>
    public sealed record SidInvalid(string Sid) : IssuingFailure("PKI-165");

    /// <summary>We have issued no certificate with this serial number or fingerprint.</summary>
    public sealed record NotIssued(string Certificate) : IssuingFailure("PKI-166");

    /// <summary>The certificate is revoked already, so it can be neither revoked nor renewed.</summary>
    public sealed record AlreadyRevoked(string Serial, DateTimeOffset RevokedUtc) : IssuingFailure("PKI-167");

    /// <summary>A certificate lives from one day up to what its template allows.</summary>
    public sealed record LifeRefused(string Template, int MaxDays) : IssuingFailure("PKI-168");
}
