using System.Security.Cryptography;
using Adit.Certificates.Revocation;
using Adit.Diagnosis.Findings;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the list of the revoked that our CA published last still holds.</summary>
internal sealed class RevocationListCheck : IServerCheck
{
    private const string FileName = "issuing.crl";

    public string Component => "revocation list";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var path = Path.Combine(sight.StateDirectory, FileName);
        return Task.FromResult<IReadOnlyList<Finding>>(File.Exists(path) ? [Judge(path, ReadDer(path), sight.Now)] : []);
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
