using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation;

/// <summary>An authority's own books, which know of a revocation at once: before its list is published and whatever is in a cache.</summary>
public interface IRevocationRecord
{
    /// <summary>What they say; null where the certificate is not one of this authority's.</summary>
    /// <param name="certificate">A certificate whose chain is trusted.</param>
    /// <param name="issuer">The certificate of its issuer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<OwnStatement?> FindAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellation);
}

/// <summary>What an authority's own books say about a certificate of its own.</summary>
/// <param name="Revoked">Since when and why it is revoked; null where it is not.</param>
public sealed record OwnStatement(RevokedEntry? Revoked);
