using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Issuing;

public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly string[] Names = ["ca.crt", "ca.key", "issuing.crt", "issuing.key"];

    private readonly StateDirectory _state = new();
    private readonly FixedClock _clock = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void Two_starts_use_the_same_ca()
    {
        using var first = Open();
        using var second = Open(hostName: "renamed");

        Assert.Equal(first.Certificate.RawData, second.Certificate.RawData);
    }

    [Fact]
    public void A_key_is_for_its_owner_alone_and_a_certificate_for_everybody()
    {
        using var ca = Open();

        Assert.All(["ca.key", "issuing.key"], name =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, _state.ModeOf(name)));
        Assert.All(["ca.crt", "issuing.crt"], name => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, _state.ModeOf(name)));
    }

    [Fact]
    public void Nothing_but_root_and_issuing_ca_is_left_in_the_directory()
    {
        using var ca = Open();

        var files = Directory.GetFiles(_state.Path).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal([.. Names.Select(_state.File)], files);
    }

    [Fact]
    public void The_certificate_gives_away_no_key()
    {
        using var ca = Open();

        Assert.False(ca.Certificate.HasPrivateKey);
    }

    [Fact]
    public void The_root_is_that_of_a_ca_with_one_more_below_it_for_ten_years()
    {
        using var ca = Open();

        Assert.Equal("CN=Adit CA vpn, O=Adit", ca.Certificate.Subject);
        Assert.Equal(ca.Certificate.NotBefore.AddYears(10), ca.Certificate.NotAfter);
        var constraints = Assert.Single(ca.Certificate.Extensions.OfType<X509BasicConstraintsExtension>());
        Assert.True(constraints is { CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 1, Critical: true });
        Assert.Equal(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            Assert.Single(ca.Certificate.Extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
        Assert.Single(ca.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>());
    }

    [Fact]
    public void A_long_host_name_is_cut_to_what_a_common_name_may_hold()
    {
        using var ca = Open(hostName: new string('h', 100));

        Assert.Equal(64, ca.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).Length);
    }

    [Fact]
    public void Openssl_reads_the_key_and_the_certificate_as_we_meant_them()
    {
        using var ca = Open();

        var (_, key) = OpenSsl.Run("pkey", "-in", _state.File("ca.key"), "-noout", "-text");
        var (_, certificate) = OpenSsl.Run("x509", "-in", _state.File("ca.crt"), "-noout", "-text");

        Assert.Contains("NIST CURVE: P-256", key, StringComparison.Ordinal);
        Assert.Contains("Subject: O = Adit, CN = Adit CA vpn", certificate, StringComparison.Ordinal);
        Assert.Contains("CA:TRUE, pathlen:1", certificate, StringComparison.Ordinal);
        Assert.Contains("Certificate Sign, CRL Sign", certificate, StringComparison.Ordinal);
    }

    [Fact]
    public void Openssl_verifies_the_certificates_own_signature()
    {
        using var ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System);

        var certificate = _state.File("ca.crt");
        var (exitCode, output) = OpenSsl.Run("verify", "-check_ss_sig", "-x509_strict", "-CAfile", certificate, certificate);

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_key_that_others_can_touch_is_refused(UnixFileMode more)
    {
        Open().Dispose();
        File.SetUnixFileMode(_state.File("ca.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        var refusal = Assert.Throws<CertificateFileException>(() => Open());

        Assert.Equal(_state.File("ca.key"), refusal.Path);
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca.key", "")]
    [InlineData("issuing.key", "")]
    [InlineData("ca.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("ca.key", "not a key")]
    [InlineData("issuing.key", "not a key")]
    [InlineData("ca.crt", "")]
    [InlineData("issuing.crt", "")]
    [InlineData("ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_damaged_file_is_named_and_left_alone(string name, string contents)
    {
        Open().Dispose();
        File.WriteAllText(_state.File(name), contents);
        AssertRefusedAndUntouched(name);
    }

    [Theory]
    [InlineData("ca.key")]
    [InlineData("ca.crt")]
    [InlineData("issuing.key")]
    [InlineData("issuing.crt")]
    public void A_missing_partner_is_named_and_not_replaced(string name)
    {
        Open().Dispose();
        File.Delete(_state.File(name));
        AssertRefusedAndUntouched(name);
    }

    [Fact]
    public void A_key_without_its_private_part_is_damage()
    {
        Open().Dispose();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_state.File("ca.key"), key.ExportSubjectPublicKeyInfoPem());
        AssertRefusedAndUntouched("ca.key");
    }

    [Fact]
    public void A_certificate_for_another_key_is_damage()
    {
        Open().Dispose();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_state.File("ca.key"), key.ExportPkcs8PrivateKeyPem());
        AssertRefusedAndUntouched("ca.crt");
    }

    [Fact]
    public void A_certificate_with_one_wrong_bit_in_its_signature_is_damage()
    {
        byte[] der;
        using (var ca = Open())
            der = ca.Certificate.RawData;
        der[^1] ^= 1;
        File.WriteAllText(_state.File("ca.crt"), PemEncoding.WriteString("CERTIFICATE", der));
        AssertRefusedAndUntouched("ca.crt");
    }

    [Fact]
    public void However_the_certificate_is_altered_the_refusal_is_typed()
    {
        byte[] good;
        using (var ca = Open())
            good = ca.Certificate.RawData;
        for (var at = 0; at < good.Length; at++)
        {
            var altered = good.ToArray();
            altered[at] ^= 0x81;
            File.WriteAllText(_state.File("ca.crt"), PemEncoding.WriteString("CERTIFICATE", altered));
            var refusal = Record.Exception(() => Open().Dispose());
            Assert.True(refusal is CertificateFileException, $"byte {at} of {Convert.ToHexString(good)}: {refusal}");
        }
    }

    [Fact]
    public void A_first_start_that_cannot_write_the_certificate_leaves_no_key_behind()
    {
        Directory.CreateDirectory(_state.File("ca.crt"));

        Assert.Equal(_state.File("ca.crt"), Assert.Throws<CertificateFileException>(() => Open()).Path);
        Assert.Empty(Directory.GetFiles(_state.Path));
    }

    [Fact]
    public void A_state_directory_that_cannot_be_is_refused_by_name()
    {
        File.WriteAllText(_state.File("file"), "");
        var path = Path.Combine(_state.File("file"), "state");

        Assert.Equal(path, Assert.Throws<CertificateFileException>(() => CertificateAuthority.OpenOrCreate(path, "vpn", _clock)).Path);
    }

    [Fact]
    public void A_state_directory_that_is_missing_is_made_for_its_owner_alone()
    {
        CertificateAuthority.OpenOrCreate(_state.File("new"), "vpn", _clock).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, _state.ModeOf("new"));
    }

    [Fact]
    public void A_ca_that_has_ended_is_not_used_and_not_replaced()
    {
        Open().Dispose();
        _clock.Now += TimeSpan.FromDays(3660);
        AssertRefusedAndUntouched("ca.crt");
    }

    [Fact]
    public void A_clock_before_the_ca_began_is_reported_as_such()
    {
        Open().Dispose();
        _clock.Now = DateTimeOffset.UnixEpoch;
        AssertRefusedAndUntouched("ca.crt");
    }

    [Fact]
    public void A_message_about_a_damaged_key_holds_nothing_of_it()
    {
        Open().Dispose();
        var body = File.ReadAllLines(_state.File("ca.key"))[1];
        File.WriteAllText(_state.File("ca.key"), body);

        Assert.DoesNotContain(body[..16], Assert.Throws<CertificateFileException>(() => Open()).ToString(), StringComparison.Ordinal);
    }

    private void AssertRefusedAndUntouched(string name)
    {
        var before = _state.Snapshot();

        var refusal = Assert.Throws<CertificateFileException>(() => Open());

        Assert.Equal(_state.File(name), refusal.Path);
        Assert.StartsWith(_state.File(name), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, _state.Snapshot());
    }

    private CertificateAuthority Open(string hostName = "vpn") => CertificateAuthority.OpenOrCreate(_state.Path, hostName, _clock);
}
