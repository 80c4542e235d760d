using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>The books of what our CA has issued: what CRL and OCSP are written from. May be used from any thread.</summary>
public interface IIssuedCertificates
{
    /// <summary>The kind under which a revocation stands among the numbered changes; its subject is the serial number.</summary>
    public const string ChangeKind = "certificate";

    /// <summary>Enters a certificate; a serial number that is there already throws, for it can only be an error of ours.</summary>
    ValueTask AddAsync(IssuedCertificate certificate, CancellationToken cancellationToken);

    /// <summary>The certificate with this serial number in upper-case hex; null where we have issued none.</summary>
    ValueTask<IssuedCertificate?> FindAsync(string serial, CancellationToken cancellationToken);

    /// <summary>All of them, the newest first.</summary>
    ValueTask<IReadOnlyList<IssuedCertificate>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What one CA has revoked and what has not ended by <paramref name="nowUtc"/>, by serial number: its CRL.</summary>
    ValueTask<IReadOnlyList<IssuedCertificate>> ListRevokedAsync(
        string issuerKeyId, DateTimeOffset nowUtc, CancellationToken cancellationToken);

    /// <summary>
    /// Revokes, durably and with a row among the numbered changes in the same transaction. False where there is no such certificate or it
    /// is revoked already; the first time and reason stay.
    /// </summary>
    ValueTask<bool> RevokeAsync(
        string serial, X509RevocationReason reason, DateTimeOffset atUtc, CancellationToken cancellationToken);
}
