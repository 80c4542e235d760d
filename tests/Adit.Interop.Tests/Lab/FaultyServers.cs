using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Interop.Tests.Lab;

/// <summary>
/// Certificates for an authenticating server with whatever may be wrong with them, each a file of PEM with key and chain under the name
/// by which users ask for it, as <see cref="FreeRadius"/> shows it to them.
/// </summary>
internal sealed class FaultyServers : IDisposable
{
    /// <summary>The name that all but <see cref="Second"/> bear.</summary>
    public const string Name = "radius.faulty.test";

    public const string Expired = "expired";
    public const string Early = "early";
    public const string Forged = "forged";
    public const string Purpose = "purpose";
    public const string Alone = "alone";
    public const string Good = "good";

    /// <summary>Nothing is wrong with it, and its name is another.</summary>
    public const string Second = "second";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _folder;
    private readonly X509Certificate2 _root;

    public FaultyServers(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _root = IssueAuthority("CN=Faulty root", _key, issuer: null);
        File.WriteAllText(RootFile, _root.ExportCertificatePem());
        using var intermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var intermediate = IssueAuthority("CN=Faulty intermediate", intermediateKey, _root);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Issue(Expired, _root, _key, -20, -1);
        Issue(Early, _root, _key, 5, 20);
        Issue(Forged, _root, stranger, -1, 20);
        Issue(Purpose, _root, _key, -1, 20, purpose: UserAuthority.ClientAuthentication);
        Issue(Alone, intermediate, intermediateKey, -1, 20, showsIssuer: false);
        Issue(Good, intermediate, intermediateKey, -1, 20);
        Issue(Second, intermediate, intermediateKey, -1, 20, name: "radius.second.test");
    }

    /// <summary>All of them, by the name under which their files lie.</summary>
    public static IReadOnlyList<string> All { get; } = [Expired, Early, Forged, Purpose, Alone, Good, Second];

    /// <summary>What a client has to trust.</summary>
    public string RootFile => Path.Combine(_folder, "root.pem");

    /// <summary>Certificate, key and what is shown above it.</summary>
    public string FileOf(string name) => Path.Combine(_folder, $"{name}.pem");

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private static X509Certificate2 IssueAuthority(string subject, ECDsa key, X509Certificate2? issuer)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        return issuer is null ? request.CreateSelfSigned(from, to) : request.Create(issuer, from.AddDays(1), to.AddDays(-1), RandomNumberGenerator.GetBytes(8));
    }

    private void Issue(
        string file, X509Certificate2 issuer, ECDsa issuerKey, int fromDay, int toDay,
        string name = Name, string purpose = UserAuthority.ServerAuthentication, bool showsIssuer = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        using var issued = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), DateTimeOffset.UtcNow.AddDays(fromDay), DateTimeOffset.UtcNow.AddDays(toDay),
            RandomNumberGenerator.GetBytes(8));
        string[] shown = [issued.ExportCertificatePem(), .. showsIssuer ? [issuer.ExportCertificatePem()] : Array.Empty<string>(), key.ExportPkcs8PrivateKeyPem()];
        File.WriteAllText(FileOf(file), string.Join('\n', shown) + "\n");
    }
}
