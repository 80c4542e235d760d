using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Keys;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Issuing;

public sealed class IssuingAuthorityTests : IDisposable
{
    private readonly StateDirectory _state = new();
    private readonly FixedClock _clock = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void What_issues_is_a_ca_below_the_root_that_may_have_none_below_it()
    {
        using var ca = Open();

        Assert.Equal(("CN=Adit Issuing CA vpn, O=Adit", ca.Certificate.Subject), (ca.Issuer.Subject, ca.Issuer.Issuer));
        var constraints = Assert.Single(ca.Issuer.Extensions.OfType<X509BasicConstraintsExtension>());
        Assert.True(constraints is { CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0, Critical: true });
        Assert.Equal(ca.Certificate.NotAfter, ca.Issuer.NotAfter);
        Assert.NotEqual(ca.Certificate.GetPublicKeyString(), ca.Issuer.GetPublicKeyString());
        Assert.Equal([ca.Issuer], ca.Chain);
    }

    [Fact]
    public void Two_starts_use_the_same_issuing_ca()
    {
        using var first = Open();
        using var second = Open();

        Assert.Equal(first.Issuer.RawData, second.Issuer.RawData);
    }

    [Theory]
    [InlineData(KeyAlgorithm.P256, "NIST CURVE: P-256")]
    [InlineData(KeyAlgorithm.Rsa2048, "Public-Key: (2048 bit)")]
    public void Openssl_accepts_the_issuing_ca_below_its_root_whatever_the_kind_of_its_key(KeyAlgorithm algorithm, string shown)
    {
        using var ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System, seal: null, algorithm);
        using var again = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System);

        var (exitCode, output) = OpenSsl.Run("verify", "-x509_strict", "-CAfile", _state.File("ca.crt"), _state.File("issuing.crt"));
        var (_, text) = OpenSsl.Run("x509", "-in", _state.File("issuing.crt"), "-noout", "-text");

        Assert.True(exitCode == 0, output);
        Assert.Contains(shown, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealed_keys_open_with_their_seal_and_are_no_key_to_anybody_else()
    {
        using (var ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock, new TestSeal(1)))
            Assert.True(ca.Issuer.RawData.Length > 0);

        Assert.All(["ca.key", "issuing.key"], name =>
        {
            Assert.Contains("ADIT SEALED KEY", File.ReadAllText(_state.File(name)), StringComparison.Ordinal);
            Assert.NotEqual(0, OpenSsl.Run("pkey", "-in", _state.File(name), "-noout").ExitCode);
        });
        CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock, new TestSeal(1)).Dispose();
        var refusal = Assert.Throws<CertificateFileException>(
            () => CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock, new TestSeal(2)));
        Assert.Contains("ca.key: cannot be opened with seal.key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealed_keys_do_not_open_in_each_other_s_place()
    {
        CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock, new TestSeal(1)).Dispose();
        File.Copy(_state.File("ca.key"), _state.File("issuing.key"), overwrite: true);

        Assert.Throws<CertificateFileException>(() => CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock, new TestSeal(1)));
    }

    [Fact]
    public void A_ca_of_one_tier_with_its_open_key_goes_on_as_it_is()
    {
        MakeOneTier();
        var before = _state.Snapshot();

        using var ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock, new TestSeal(1));
        using var leaf = ServerCertificate.OpenOrIssue(_state.Path, ca, ["vpn.example.com"], _clock);

        Assert.Equal(ca.Certificate.RawData, ca.Issuer.RawData);
        Assert.Equal(ca.Certificate.Subject, leaf.Issuer);
        Assert.Equal(before, _state.Snapshot().Where(file => !file.Key.Contains("server", StringComparison.Ordinal)).ToDictionary());
    }

    [Fact]
    public void A_first_start_that_stopped_between_the_two_is_finished_by_the_next()
    {
        byte[] root;
        using (var ca = Open())
            root = ca.Certificate.RawData;
        File.Delete(_state.File("issuing.key"));
        File.Delete(_state.File("issuing.crt"));

        using var again = Open();

        Assert.Equal(root, again.Certificate.RawData);
        Assert.Equal(again.Certificate.Subject, again.Issuer.Issuer);
    }

    [Fact]
    public void An_issuing_ca_of_another_root_is_damage()
    {
        using var elsewhere = new StateDirectory();
        CertificateAuthority.OpenOrCreate(elsewhere.Path, "vpn", _clock).Dispose();
        Open().Dispose();
        foreach (var name in new[] { "issuing.key", "issuing.crt" })
            File.Copy(elsewhere.File(name), _state.File(name), overwrite: true);

        Assert.Contains("issuing.crt: was not signed by ca.crt", Assert.Throws<CertificateFileException>(() => Open()).Message, StringComparison.Ordinal);
    }

    private CertificateAuthority Open() => CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock);

    /// <summary>As Adit 0.1 made them.</summary>
    private void MakeOneTier()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=Adit, CN=Adit CA vpn", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(0));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(_clock.Now.AddDays(-1), _clock.Now.AddYears(10));
        File.WriteAllText(_state.File("ca.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
        File.SetUnixFileMode(_state.File("ca.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_state.File("ca.crt"), certificate.ExportCertificatePem() + "\n");
    }
}
