using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Client.Eap;
using Adit.Client.Profiles;

namespace Adit.Client.Tests.Eap;

public sealed class ClientCertificatesTests : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string Private = "1.3.6.1.4.1.311.42.1";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly string _folder = Directory.CreateTempSubdirectory("adit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_one_that_fits_is_taken()
    {
        using var all = Read(Write("ended", ends: -1), Write("good"), Write("server", purposes: ["1.3.6.1.5.5.7.3.1"]));

        Assert.EndsWith("good.pem", all.Choose(CertificateFilter.None, Now).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_none_fits_it_is_said_what_is_wrong_with_each()
    {
        using var all = Read(Write("ended", ends: -1), Write("server", purposes: ["1.3.6.1.5.5.7.3.1"]));

        var failure = Assert.IsType<ClientEapFailure.NoCertificate>(Refused(() => all.Choose(CertificateFilter.None, Now)));

        Assert.Contains("ended on", failure.Looked[0], StringComparison.Ordinal);
        Assert.Contains("lacks the purpose Client Authentication", failure.Looked[1], StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("C10")]
    public void Several_that_fit_are_a_question_that_nobody_is_asked()
    {
        using var all = Read(Write("one"), Write("two"));

        Assert.IsType<ClientEapFailure.SeveralCertificates>(Refused(() => all.Choose(CertificateFilter.None, Now)));
    }

    [Fact]
    public void A_purpose_or_an_issuer_tells_them_apart()
    {
        using var all = Read(Write("one", purposes: [ClientAuthentication, Private]), Write("two", hasIssuer: true));
        var issuer = X509CertificateLoader.LoadCertificate(Issuer.RawData);

        Assert.EndsWith("one.pem", all.Choose(new CertificateFilter([], [Private]), Now).Path, StringComparison.Ordinal);
        Assert.EndsWith("two.pem", all.Choose(new CertificateFilter([issuer.GetCertHashString(HashAlgorithmName.SHA1)], []), Now).Path, StringComparison.Ordinal);
        Assert.EndsWith("two.pem", all.Choose(new CertificateFilter([issuer.GetCertHashString(HashAlgorithmName.SHA256)], []), Now).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_others_may_read_is_not_used()
    {
        var path = Write("one");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal(new ProfileFailure.SecretExposed(path), Refused(() => Read(path)));
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_named()
    {
        var path = Path.Combine(_folder, "nothing.pem");
        File.WriteAllText(path, "nothing");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.IsType<ProfileFailure.CertificateFileUnusable>(Refused(() => Read(path)));
        Assert.IsType<ProfileFailure.CertificateFileUnusable>(Refused(() => Read(path + "-that-is-not-there")));
    }

    [Fact]
    public void The_name_to_sign_in_with_stands_in_the_certificate()
    {
        using var all = Read(Write("one"));

        Assert.Equal(["one@example.test"], all.Identities);
    }

    private static X509Certificate2 Issuer { get; } = SelfSigned("issuer", 1, []);

    private static ClientCertificates Read(params string[] paths) => ClientCertificates.Read(paths, keyPath: null, password: null);

    private static Protocols.Failure Refused(Action action) => Assert.Throws<ConnectException>(action).Failure;

    private string Write(string name, int ends = 1, string[]? purposes = null, bool hasIssuer = false)
    {
        using var certificate = SelfSigned(name, ends, purposes ?? [ClientAuthentication]);
        var path = Path.Combine(_folder, name + ".pem");
        File.WriteAllText(path, $"{certificate.ExportCertificatePem()}\n{(hasIssuer ? Issuer.ExportCertificatePem() : "")}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static X509Certificate2 SelfSigned(string name, int ends, string[] purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUserPrincipalName($"{name}@example.test");
        request.CertificateExtensions.Add(names.Build());
        if (purposes.Length > 0)
            request.CertificateExtensions.Add(PurposesOf(purposes));
        return request.CreateSelfSigned(Now.AddDays(-2), Now.AddDays(ends));
    }

    private static X509EnhancedKeyUsageExtension PurposesOf(string[] purposes)
    {
        var oids = new OidCollection();
        foreach (var purpose in purposes)
            oids.Add(new Oid(purpose));
        return new X509EnhancedKeyUsageExtension(oids, critical: false);
    }
}
