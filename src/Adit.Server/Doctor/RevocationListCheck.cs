using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;
using Adit.Diagnosis.Findings;

namespace Adit.Server.Doctor;

/// <summary>
/// Looks whether the list of the revoked that our CA published last still holds, and whether a certificate that callers are shown is on it:
/// SSTP's callers find that out, those of EAP have no network yet by which they could.
/// </summary>
internal sealed class RevocationListCheck : IServerCheck
{
    private const string FileName = "issuing.crl";
    private const string OwnName = "server.crt";

    public string Component => "revocation list";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var path = Path.Combine(sight.StateDirectory, FileName);
        if (!File.Exists(path))
            return Task.FromResult<IReadOnlyList<Finding>>([]);

        var list = ReadDer(path);
        return Task.FromResult<IReadOnlyList<Finding>>([Judge(path, list, sight.Now), .. FilesOf(sight).SelectMany(file => JudgeShown(file, path, list))]);
    }

    private static IEnumerable<(string File, string? Key)> FilesOf(ServerSight sight) =>
    [
        .. sight.Configuration.Certificates.Where(settings => settings.File is not null).Select(settings => (settings.File!, settings.Key)),
        .. File.Exists(Path.Combine(sight.StateDirectory, OwnName)) ? [(Path.Combine(sight.StateDirectory, OwnName), null)] : Array.Empty<(string, string?)>(),
    ];

    /// <summary>None where it is not on the list; that it cannot be read, the rules of its role tell.</summary>
    private static IEnumerable<Finding> JudgeShown((string File, string? Key) shown, string path, ReadOnlyMemory<byte> list)
    {
        try
        {
            using var bundle = CertificateBundle.Read(shown.File, shown.Key);
            return [.. FindRevoked(bundle.ToInput().Leaf, path, list).Select(failure => Finding.AtServer("certificate", failure))];
        }
        catch (CertificateFileException)
        {
            return [];
        }
    }

    /// <summary>That a certificate of the list's issuer is on it.</summary>
    internal static IEnumerable<CertificateFailure.Revoked> FindRevoked(X509Certificate2 certificate, string path, ReadOnlyMemory<byte> list)
    {
        if (RevocationList.TryParse(list, out var read, out _) && certificate.IssuerName.RawData.AsSpan().SequenceEqual(read.Issuer.Span)
            && read.Find(certificate.SerialNumberBytes.Span) is { } entry)
            yield return new CertificateFailure.Revoked(certificate.Subject, certificate.Issuer, entry.RevokedAt, entry.Reason.ToString(), path);
    }

    /// <summary>Our own is kept as PEM.</summary>
    private static byte[] ReadDer(string path)
    {
        var text = File.ReadAllText(path);
        return PemEncoding.TryFind(text, out var fields) ? Convert.FromBase64String(text[fields.Base64Data]) : File.ReadAllBytes(path);
    }

    internal static Finding Judge(string path, ReadOnlyMemory<byte> list, DateTimeOffset now) =>
        !RevocationList.TryParse(list, out var read, out var problem) ? Finding.Unknown("revocation list", "The list cannot be read; the server makes a new one.", problem)
        : read.Life.FaultAt(now) is { } fault ? Finding.AtServer("revocation list", new ServerFault.RevocationListStale(path, read.Life.End), $"it {fault}")
        : Finding.Good("revocation list", "The list of the revoked is fresh.", FormattableString.Invariant($"{read.Count} revoked, until {read.Life.End.UtcDateTime:u}"));
}
