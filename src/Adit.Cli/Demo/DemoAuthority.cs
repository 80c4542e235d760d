using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Cli.Demo;

/// <summary>An authority outside the server, whose certificates an administrator puts into files: for the time of the demonstration.</summary>
internal sealed class DemoAuthority : IAsyncDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly string _folder;
    private readonly X509Certificate2 _root;

    /// <summary>Makes the root, and writes it where clients are told to trust it.</summary>
    public DemoAuthority(string folder)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of the demonstration", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(RootFile, _root.ExportCertificatePem());
    }

    public string RootFile => Path.Combine(_folder, "demo-root.pem");

    public string ServerFile => Path.Combine(_folder, "demo-server.pem");

    /// <summary>Puts a new certificate with a new key in place of the one before, in one step; its fingerprint and its end.</summary>
    public async Task<(string Sha256, DateTimeOffset End)> ReplaceAsync(TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = RequestFor(key).Create(_root, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow + life, RandomNumberGenerator.GetBytes(8));
        var draft = ServerFile + ".new";
        await File.WriteAllTextAsync(draft, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var chown = ChildProcess.Start("chown", $"--reference={_folder}", draft))
            await chown.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        File.Move(draft, ServerFile, overwrite: true);
        return (certificate.GetCertHashString(HashAlgorithmName.SHA256), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _root.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CertificateRequest RequestFor(ECDsa key)
    {
        var request = new CertificateRequest($"CN={DemoAddresses.Gateway}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(DemoAddresses.Gateway);
        names.AddIpAddress(IPAddress.Parse(DemoAddresses.Gateway));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        return request;
    }
}
