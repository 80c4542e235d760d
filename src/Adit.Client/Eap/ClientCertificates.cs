using Adit.Certificates.Keys;
using Adit.Certificates.Stores;
using Adit.Client.Profiles;
using Adit.Protocols;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Client.Eap;

/// <summary>The certificates that a profile names, of which one is chosen. Their files must be their owner's alone.</summary>
public sealed class ClientCertificates : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly IReadOnlyList<ClientCertificate> _all;

    private ClientCertificates(IReadOnlyList<ClientCertificate> all) => _all = all;

    /// <summary>Reads files, each with one certificate, its key, and perhaps its issuers: PEM or PKCS #12.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="keyPath">The PEM file of the key where there is one certificate without it; null for none.</param>
    /// <param name="password">Of PKCS #12 files and encrypted keys; null for none.</param>
    /// <exception cref="ConnectException">One cannot be used.</exception>
    public static ClientCertificates Read(IReadOnlyList<string> paths, string? keyPath, string? password)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using var key = keyPath is null ? null : Open(keyPath, password);
        return new ClientCertificates([.. paths.Select(path => ReadOne(path, key?.Key, password))]);
    }

    /// <summary>The names in them to sign in with, in the order of the files.</summary>
    public IEnumerable<string> Identities => _all.Select(certificate => certificate.Identity).OfType<string>();

    /// <summary>The one that fits; throws <see cref="ConnectException"/> where none or several do.</summary>
    public ClientCertificate Choose(CertificateFilter filter, DateTimeOffset now)
    {
        var looked = _all.Select(candidate => (Candidate: candidate, Obstacle: filter.FindObstacle(candidate, now))).ToList();
        var fitting = looked.Where(one => one.Obstacle is null).Select(one => one.Candidate).ToList();
        return fitting switch
        {
            [var only] => only,
            [] => throw new ConnectException(new ClientEapFailure.NoCertificate(
                [.. looked.Select(one => $"{one.Candidate.Path} {one.Obstacle}")],
                looked.Exists(one => filter.KeepsOutByPurpose(one.Candidate, now)) ? "purpose" : "none")),
            _ => throw new ConnectException(new ClientEapFailure.SeveralCertificates([.. fitting.Select(one => one.Path)])),
        };
    }

    /// <summary>Who may read what the owner alone may; null where nobody else may.</summary>
    public static ProfileFailure? FindExposure(string path) =>
        (File.GetUnixFileMode(path) & ~OwnerOnly) == UnixFileMode.None ? null : new ProfileFailure.SecretExposed(path);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _all)
            certificate.Dispose();
    }

    private static ClientCertificate ReadOne(string path, PrivateKey? key, string? password)
    {
        using var material = Open(path, password, isSecret: key is null);
        var own = material.Key ?? key ?? throw Unusable(path, "there is no private key in it");
        var leaf = material.Certificates.FirstOrDefault(own.Fits) ?? throw Unusable(path, "its key belongs to none of its certificates");
        var chain = material.Certificates.Where(certificate => certificate != leaf).Select(Copy).ToList();
        using var bare = Copy(leaf);
        return new ClientCertificate(path, own.JoinTo(bare), chain);
    }

    private static X509Certificate2 Copy(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);

    private static CertificateMaterial Open(string path, string? password, bool isSecret = true)
    {
        try
        {
            if (isSecret && FindExposure(path) is { } exposure)
                throw new ConnectException(exposure);
            return CertificateMaterial.Read(File.ReadAllBytes(path), password);
        }
        catch (StoreException e)
        {
            throw Unusable(path, e.Failure is StoreFailure.WrongPassword ? "its password is another" : Diagnosis.FailureFacts.Describe(e.Failure), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e.Message, e);
        }
    }

    private static ConnectException Unusable(string path, string reason, Exception? cause = null) =>
        new(new ProfileFailure.CertificateFileUnusable(path, reason), cause);
}
