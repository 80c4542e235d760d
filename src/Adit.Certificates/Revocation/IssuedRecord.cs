using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;

namespace Adit.Certificates.Revocation;

/// <summary>The books of our own CA as <see cref="IRevocationRecord"/>: what is revoked there is revoked at once.</summary>
/// <param name="authority">The certificate of the CA that issues.</param>
/// <param name="books">What it has issued.</param>
public sealed class IssuedRecord(X509Certificate2 authority, IIssuedCertificates books) : IRevocationRecord
{
    private readonly byte[] _name = authority.SubjectName.RawData;
    private readonly byte[] _key = authority.PublicKey.ExportSubjectPublicKeyInfo();

    /// <inheritdoc/>
    public async Task<OwnStatement?> FindAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        if (IsAuthority(certificate))
            return new OwnStatement(null); // ourselves, who sign
        if (!IsAuthority(issuer))
            return null;

        var entry = await books.FindAsync(certificate.SerialNumber, cancellation);
        return entry is null ? null : new OwnStatement(RevokedEntryOf(entry));
    }

    /// <summary>By name and key: it may have had another certificate before.</summary>
    private bool IsAuthority(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(_name) && certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(_key);

    internal static RevokedEntry? RevokedEntryOf(IssuedCertificate entry) =>
        entry.RevokedUtc is { } at ? new RevokedEntry(at, entry.Reason ?? X509RevocationReason.Unspecified) : null;
}
