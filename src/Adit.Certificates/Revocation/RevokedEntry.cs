namespace Adit.Certificates.Revocation;

/// <summary>That a certificate is revoked, as a list or an OCSP responder says it.</summary>
/// <param name="RevokedAt">Since when.</param>
/// <param name="Reason">Why.</param>
public sealed record RevokedEntry(DateTimeOffset RevokedAt, RevocationReason Reason);

/// <summary>CRLReason (RFC 5280 §5.3.1).</summary>
public enum RevocationReason
{
    /// <summary>None is given.</summary>
    Unspecified = 0,

    /// <summary>Somebody else has the key.</summary>
    KeyCompromise = 1,

    /// <summary>Somebody else has the authority's key.</summary>
    CaCompromise = 2,

    /// <summary>Its name or other contents no longer hold.</summary>
    AffiliationChanged = 3,

    /// <summary>Another certificate has taken its place.</summary>
    Superseded = 4,

    /// <summary>What it was for is no more.</summary>
    CessationOfOperation = 5,

    /// <summary>Suspended, which may end.</summary>
    CertificateHold = 6,

    /// <summary>The hold has ended; only in delta lists.</summary>
    RemoveFromCrl = 8,

    /// <summary>Its holder may no longer do what it says.</summary>
    PrivilegeWithdrawn = 9,

    /// <summary>Somebody else has the key of an attribute authority.</summary>
    AaCompromise = 10,
}
