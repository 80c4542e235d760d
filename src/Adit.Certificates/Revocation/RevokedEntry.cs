using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation;

/// <summary>That a certificate is revoked, as a list or an OCSP responder says it.</summary>
/// <param name="RevokedAt">Since when.</param>
/// <param name="Reason">Why (CRLReason, RFC 5280 §5.3.1).</param>
public sealed record RevokedEntry(DateTimeOffset RevokedAt, X509RevocationReason Reason);
