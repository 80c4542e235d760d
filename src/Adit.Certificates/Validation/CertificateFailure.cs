using System.Security.Cryptography.X509Certificates;
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

    /// <summary>The extended key usages leave out what the certificate is used for. <c>Purposes</c> are those it has: OIDs, at most 16.</summary>
    public sealed record WrongPurpose(string Subject, IReadOnlyList<string> Purposes) : CertificateFailure("PKI-107")
    {
        /// <summary>What it is for instead: <c>clients</c>, or <c>others</c>.</summary>
        public string MadeFor => Purposes.Contains(Purpose.ClientAuthentication.Value!, StringComparer.Ordinal) ? "clients" : "others";
    }

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

    /// <summary>
    /// A certificate by which somebody would sign in stands below an authority that is trusted, but not for letting people in: it is not in
    /// the store ntauth.
    /// </summary>
    public sealed record IssuerNotForLogon(string Subject, string Issuer) : CertificateFailure("PKI-114")
    {
        /// <summary>That of a certificate.</summary>
        public static IssuerNotForLogon Of(X509Certificate2 certificate)
        {
            ArgumentNullException.ThrowIfNull(certificate);
            return new IssuerNotForLogon(PeerText.Subject(certificate), PeerText.Issuer(certificate));
        }
    }

    /// <summary>An authority of the chain asks for a certificate policy (RFC 5280 §6.1), and from this certificate on none holds.</summary>
    public sealed record NoValidPolicy(string Subject) : CertificateFailure("PKI-115");

    /// <summary>A key of the chain can be computed with means that exist: RSA below 2048 bits, a curve below 256.</summary>
    public sealed record WeakKey(string Subject, string Algorithm, int Bits) : CertificateFailure("PKI-130");

    /// <summary>A certificate of the chain is signed with a hash that can be forged: MD5, SHA-1.</summary>
    public sealed record WeakSignature(string Subject, string Algorithm) : CertificateFailure("PKI-131");

    /// <summary>The private key is not there, so nobody can use the certificate.</summary>
    public sealed record KeyMissing(string Subject) : CertificateFailure("PKI-132");

    /// <summary>The private key that is there belongs to another certificate.</summary>
    public sealed record KeyMismatch(string Subject) : CertificateFailure("PKI-133");

    /// <summary>The name that is dialled stands in the subject's common name alone, where newer clients no longer look. A warning.</summary>
    public sealed record NameOnlyInSubject(string Wanted) : CertificateFailure("PKI-134");

    /// <summary>
    /// An address is named only as a DNS name, or only as an address: Windows looks among the former, others among the latter. A warning.
    /// </summary>
    public sealed record AddressHalfNamed(string Wanted) : CertificateFailure("PKI-135");

    /// <summary>The purpose IP security IKE intermediate is missing, by which Windows chooses among several certificates. A warning.</summary>
    public sealed record IkePurposeMissing(string Subject) : CertificateFailure("PKI-136");

    /// <summary>An address where revocation could be looked up is of no use to clients: not plain HTTP, or nobody answers.</summary>
    public sealed record RevocationAddressUnusable(string Address, string Problem) : CertificateFailure("PKI-137");

    /// <summary>The server shows another certificate than the one that is configured. Both are SHA-256 fingerprints.</summary>
    public sealed record NotTheConfigured(string Shown, string Configured) : CertificateFailure("PKI-138");

    /// <summary>Another certificate for the same names ends later and is not shown. A warning.</summary>
    public sealed record NewerUnused(string Subject, DateTimeOffset NotAfter) : CertificateFailure("PKI-139");

    /// <summary>A client's certificate does not hold the SID of its account, without which Windows' domain controllers do not map it. A warning.</summary>
    public sealed record NoSecurityIdentifier(string Subject) : CertificateFailure("PKI-140");

    /// <summary>The certificate ends within 30 days, or its last third has begun where its life is shorter. A warning.</summary>
    public sealed record ExpiresSoon(string Subject, DateTimeOffset NotAfter, int DaysLeft) : CertificateFailure("PKI-141");

    /// <summary>An application policy that is asked for is not among the extended key usages. <c>Policy</c> is its OID.</summary>
    public sealed record PolicyMissing(string Subject, string Policy) : CertificateFailure("PKI-142");

    /// <summary>The certificate bears none of the names to which the client is told to connect.</summary>
    public sealed record NameNotListed(IReadOnlyList<string> Wanted, IReadOnlyList<string> Found) : CertificateFailure("PKI-143");

    /// <summary>No certificate of the chain is one of those that the client is told to trust. <c>Found</c> are the chain's SHA-256 fingerprints.</summary>
    public sealed record NotPinned(IReadOnlyList<string> Found) : CertificateFailure("PKI-144");

    /// <summary>An administrator has put a certificate of the chain among the untrusted, so nobody of this server accepts it.</summary>
    public sealed record Distrusted(string Subject) : CertificateFailure("PKI-169");
}
