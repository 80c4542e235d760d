using Adit.Protocols;

namespace Adit.Certificates.Validation;

/// <summary>
/// Why a server's certificate was not accepted. Subjects and issuers are distinguished names as text (RFC 4514), shortened and without
/// control characters, since the peer wrote them.
/// </summary>
public abstract record CertificateFailure(string Code) : Failure(Code)
{
    /// <summary>A certificate that cannot be read as RFC 5280 prescribes.</summary>
    public sealed record Malformed(string Problem) : CertificateFailure("PKI-101");

    /// <summary>The signature does not fit the issuer's key: altered on its way, or forged.</summary>
    public sealed record BadSignature(string Subject, string Issuer) : CertificateFailure("PKI-102");

    /// <summary>
    /// The chain ends in a root that is not trusted here; a self-signed server certificate is its own root. The fingerprint is the
    /// SHA-256 of the root, for comparing with what the administrator gives out.
    /// </summary>
    public sealed record UntrustedRoot(string Root, string Fingerprint) : CertificateFailure("PKI-103");

    /// <summary>
    /// The issuer of the last certificate is neither among those presented nor among those trusted: the server does not send an
    /// intermediate, or a private root has not been imported.
    /// </summary>
    public sealed record IncompleteChain(string Subject, string MissingIssuer) : CertificateFailure("PKI-104");

    /// <summary>A certificate in the chain signed another, which it may not: no CA, no right to sign, or too far from the leaf.</summary>
    public sealed record InvalidAuthority(string Subject) : CertificateFailure("PKI-105");

    /// <summary>The platform refuses the chain for another reason (name constraints, an unknown critical extension), in .NET's words.</summary>
    public sealed record ChainRefused(string Subject, string Status) : CertificateFailure("PKI-106");

    /// <summary>There are extended key usages, and Server Authentication is not among them. <c>Purposes</c> are OIDs, at most 16.</summary>
    public sealed record WrongPurpose(string Subject, IReadOnlyList<string> Purposes) : CertificateFailure("PKI-107");

    /// <summary>A certificate of the chain has ended.</summary>
    public sealed record Expired(string Subject, string Issuer, DateTimeOffset NotAfter, DateTimeOffset Now)
        : CertificateFailure("PKI-108");

    /// <summary>A certificate of the chain has not begun; more often than not the client's clock is wrong.</summary>
    public sealed record NotYetValid(string Subject, string Issuer, DateTimeOffset NotBefore, DateTimeOffset Now)
        : CertificateFailure("PKI-109");

    /// <summary>The certificate does not name the server that was dialled. <c>Found</c> is what it names instead, at most 64.</summary>
    public sealed record WrongName(string Wanted, IReadOnlyList<string> Found) : CertificateFailure("PKI-110");

    /// <summary>A certificate of the chain is revoked. <c>Source</c> is the address that says so, or the authority's own books.</summary>
    public sealed record Revoked(string Subject, string Issuer, DateTimeOffset RevokedAt, string Reason, string Source)
        : CertificateFailure("PKI-111");

    /// <summary>
    /// Whether a certificate of the chain is revoked cannot be found out: none of the places that it names can be reached or tells
    /// anything of use. <c>Places</c> are those that were asked, each with what went wrong.
    /// </summary>
    public sealed record RevocationOffline(string Subject, IReadOnlyList<string> Places) : CertificateFailure("PKI-112");

    /// <summary>A certificate of the chain names no place where its revocation could be looked up, and the settings ask for one.</summary>
    public sealed record NoRevocationInformation(string Subject, string Issuer) : CertificateFailure("PKI-113");
}
