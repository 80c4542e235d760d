using System.Globalization;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Server.Configuration;
using Adit.Server.Listeners;

namespace Adit.Server.Serving;

/// <summary>Reads one configured certificate, and sees whether there is a new one.</summary>
internal sealed class CertificateSource(CertificateStores stores)
{
    /// <summary>Differs from an earlier one where there is something new to read.</summary>
    public string Stamp(CertificateSettings settings)
    {
        if (settings.File is not { } file)
            return FindEntry(settings.Store!)?.Fingerprint ?? "none";
        return string.Join('|', ((string?[])[file, settings.Key]).OfType<string>().Select(StampOf));
    }

    /// <summary>Whether an entry of the store is there; a file may be or not.</summary>
    public bool Exists(CertificateSettings settings) => settings.Store is not { } entry || FindEntry(entry) is not null;

    /// <summary>Reads and checks; throws <see cref="RefusedCertificateException"/> where it cannot be shown.</summary>
    public ShownCertificate Load(CertificateSettings settings, DateTimeOffset now)
    {
        var stamp = Stamp(settings); // before it is read: a change in between is seen next time
        try
        {
            return Take(settings, stamp, settings.File is { } file ? CertificateBundle.Read(file, settings.Key) : ReadEntry(settings), now);
        }
        catch (CertificateFileException e)
        {
            throw new RefusedCertificateException(e);
        }
    }

    /// <summary>
    /// A certificate in the machine's store, with its key, that bears the same names as one from a file and ends later: it was renewed, and
    /// never assigned. Null where there is none.
    /// </summary>
    public CertificateFailure.NewerUnused? FindNewer(ShownCertificate shown)
    {
        if (shown.Settings.File is null)
            return null;

        var newer = stores.List(StoreName.Machine).FirstOrDefault(one => one.HasKey && one.Certificate.NotAfter > shown.Served.Leaf.NotAfter
            && shown.Names.Count > 0 && shown.Names.All(name => CertificateNames.Match(CertificateNames.Of(one.Certificate), name)));
        return newer is null ? null : new CertificateFailure.NewerUnused(newer.Certificate.Subject, new DateTimeOffset(newer.Certificate.NotAfter.ToUniversalTime()));
    }

    /// <summary>Throws <see cref="RefusedCertificateException"/> where it cannot be shown.</summary>
    public static void Check(
        CertificateSettings settings, CertificateBundle bundle, DateTimeOffset now, IDistrustedCertificates? distrusted = null)
    {
        if (ServingRules.Refusal(CertificateRole.Sstp, bundle.ToInput() with { Names = settings.Names }, now, distrusted) is { } failure)
            throw new RefusedCertificateException(settings.Source, failure);
    }

    private ShownCertificate Take(CertificateSettings settings, string stamp, CertificateBundle bundle, DateTimeOffset now)
    {
        Check(settings, bundle, now, stores);
        var names = settings.Names.Count > 0 ? settings.Names : CertificateNames.Of(bundle.Leaf);
        return new ShownCertificate(settings, stamp, names, new ServedCertificate(bundle.Leaf, bundle.Intermediates));
    }

    private CertificateBundle ReadEntry(CertificateSettings settings)
    {
        using var entry = FindEntry(settings.Store!) ?? throw new RefusedCertificateException(
            $"The machine's store has no certificate '{settings.Store}' with its key.", "See what it has with 'adit cert list', and correct 'certificates:' in adit.yaml.");
        if (!entry.HasKey)
            throw new RefusedCertificateException(settings.Source, new CertificateFailure.KeyMissing(entry.Certificate.Subject));
        return CertificateBundle.Of(stores.LoadWithKey(entry), [.. stores.List(StoreName.Intermediates).Select(one => one.Certificate)]);
    }

    /// <summary>By fingerprint; else, of those that bear the name, with a key before those without, the one that ends last.</summary>
    private StoredCertificate? FindEntry(string entry) => stores.Find(StoreName.Machine, Normal(entry)) ?? stores.List(StoreName.Machine)
        .Where(one => CertificateNames.Match(CertificateNames.Of(one.Certificate), entry))
        .OrderByDescending(one => one.HasKey).ThenByDescending(one => one.Certificate.NotAfter)
        .FirstOrDefault();

    private static string Normal(string entry) => entry.Replace(":", "", StringComparison.Ordinal);

    /// <summary>Links are followed: programs that renew certificates leave the name and turn the link.</summary>
    private static string StampOf(string path)
    {
        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return file.Exists
                ? string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}")
                : "missing";
        }
        catch (IOException)
        {
            return "unreadable";
        }
    }
}
