using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Keys;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Stores;

/// <summary>What an import has done.</summary>
/// <param name="Added">Which entries it made, as store and fingerprint.</param>
/// <param name="Remarks">What the administrator should know, in sentences.</param>
public sealed record ImportResult(IReadOnlyList<(StoreName Store, string Fingerprint)> Added, IReadOnlyList<string> Remarks);

/// <summary>Puts the contents of files where they belong. Everything is looked at before anything is written.</summary>
public sealed class StoreImport(CertificateStores stores, PendingRequests pending)
{
    private const string KeyLeftOut = "The private key in the file was not taken: only the machine's own certificates have one here.";

    /// <summary>Imports into one store; what completes the chain of a machine's certificate goes to the intermediates.</summary>
    /// <exception cref="StoreException">It is refused; no store has changed.</exception>
    /// <exception cref="CertificateFileException">A file of ours cannot be read or written.</exception>
    public ImportResult Import(StoreName store, CertificateMaterial material, bool isExportable)
    {
        ArgumentNullException.ThrowIfNull(material);
        try
        {
            return ImportChecked(store, material, isExportable);
        }
        catch (CryptographicException exception) // .NET decodes extensions when they are asked for
        {
            throw new StoreException(new StoreFailure.Unreadable(exception.Message), exception);
        }
    }

    private ImportResult ImportChecked(StoreName store, CertificateMaterial material, bool isExportable)
    {
        if (material.Certificates.Count == 0)
            throw new StoreException(new StoreFailure.CertificateMissing());
        if (store is StoreName.Machine)
            return ImportWithKey(material, isExportable);

        // Behind a certificate stand its issuers: to distrust it is not to distrust them, and all whom they have certified.
        var meant = store is StoreName.Untrusted ? material.Certificates.Take(1).ToList() : material.Certificates;
        foreach (var certificate in meant)
            RefuseMisplaced(certificate, store);
        foreach (var certificate in meant)
            stores.Add(store, certificate);
        return new ImportResult(
            [.. meant.Select(certificate => (store, StoreFiles.FingerprintOf(certificate)))],
            [.. material.Certificates.Skip(meant.Count).Select(LeftOut), .. material.Key is null ? Array.Empty<string>() : [KeyLeftOut]]);
    }

    private static string LeftOut(X509Certificate2 certificate) =>
        $"{PeerText.Subject(certificate)} came with it and was left as it is; to distrust it too, give it in a file of its own.";

    private ImportResult ImportWithKey(CertificateMaterial material, bool isExportable)
    {
        var (leaf, key, mayLeave, isAnswer) = material.Key is { } own
            ? (LeafOf(material, own), own, isExportable, false)
            : FindPending(material);
        using var waiting = isAnswer ? key : null;
        RefuseMisplaced(leaf, StoreName.Machine);
        if (KeyStrength.Fault(leaf.PublicKey) is { } fault)
            throw new StoreException(new StoreFailure.WeakKey(PeerText.Subject(leaf), fault));

        var remarks = new List<string>();
        if (isAnswer && !PurposeChecks.Allows(CertificateRole.Sstp, leaf))
            remarks.Add($"{PeerText.Subject(leaf)} lacks the purpose Server Authentication, which was asked for: no client accepts it of a server (PKI-107). Ask the CA for another template.");
        var added = new List<(StoreName, string)> { (StoreName.Machine, StoreFiles.FingerprintOf(leaf)) };
        foreach (var other in material.Certificates.Where(other => !ReferenceEquals(other, leaf)))
        {
            if (PlaceOf(other) is not StoreName.Intermediates)
            {
                remarks.Add($"{PeerText.Subject(other)} came with it and was not taken; to trust a root, use 'adit cert trust FILE'.");
                continue;
            }

            stores.Add(StoreName.Intermediates, other);
            added.Add((StoreName.Intermediates, StoreFiles.FingerprintOf(other)));
        }

        stores.AddWithKey(leaf, key, mayLeave);
        if (isAnswer)
            pending.Remove(PendingRequests.IdOf(leaf.PublicKey));
        return new ImportResult(added, remarks);
    }

    private static X509Certificate2 LeafOf(CertificateMaterial material, PrivateKey key) =>
        material.Certificates.FirstOrDefault(key.Fits)
        ?? throw new StoreException(new StoreFailure.KeyMismatch(PeerText.Subject(material.Certificates[0])));

    /// <summary>The answer to a request of ours. One that names what we asked for and has another key is told apart from a stranger.</summary>
    private (X509Certificate2 Leaf, PrivateKey Key, bool MayLeave, bool IsAnswer) FindPending(CertificateMaterial material)
    {
        foreach (var certificate in material.Certificates)
        {
            if (pending.FindKey(certificate, out var mayLeave) is { } key)
                return (certificate, key, mayLeave, true);
        }

        var leaf = material.Certificates[0];
        RefuseMisplaced(leaf, StoreName.Machine);
        var names = new PresentedNames(leaf).Shown;
        throw new StoreException(pending.List().Any(request => request.Names.Intersect(names, StringComparer.OrdinalIgnoreCase).Any())
            ? new StoreFailure.KeyMismatch(PeerText.Subject(leaf))
            : new StoreFailure.KeyMissing(PeerText.Subject(leaf)));
    }

    private static void RefuseMisplaced(X509Certificate2 certificate, StoreName store)
    {
        var proper = PlaceOf(certificate);
        var fits = store switch
        {
            StoreName.Untrusted => true,
            StoreName.NtAuth => proper is not StoreName.Machine,
            _ => proper == store,
        };
        if (!fits)
            throw new StoreException(new StoreFailure.WrongStore(PeerText.Subject(certificate), store, proper));
    }

    /// <summary>Where a certificate belongs: a CA that issued itself is a root; a self-signed server's own is the machine's.</summary>
    private static StoreName PlaceOf(X509Certificate2 certificate)
    {
        var isAuthority = certificate.Version < 3
            || certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
        var isSelfIssued = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        return !isAuthority ? StoreName.Machine : isSelfIssued ? StoreName.Roots : StoreName.Intermediates;
    }
}
