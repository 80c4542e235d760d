using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Names;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Issuing;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly StateDirectory _state = new();
    private readonly FixedClock _clock = new();
    private readonly CertificateAuthority _ca;

    public ServerCertificateTests() => _ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock);

    public void Dispose()
    {
        _ca.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void The_first_name_is_the_common_name()
    {
        using var certificate = Open(out _, "vpn.example.org", "other.example.org");

        Assert.Equal("CN=vpn.example.org", certificate.Subject);
    }

    [Fact]
    public void Names_are_dns_names_and_addresses_are_both()
    {
        using var certificate = Open(out _, "vpn.example.org", "192.0.2.1", "2001:db8::1");

        var names = Assert.Single(certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>());
        Assert.Equal(["192.0.2.1", "2001:db8::1", "vpn.example.org"], names.EnumerateDnsNames().Order(StringComparer.Ordinal).ToArray());
        Assert.Equal([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")], names.EnumerateIPAddresses());
    }

    [Fact]
    public void An_international_name_is_certified_in_ascii()
    {
        using var certificate = Open(out _, "München.example");

        Assert.Equal("CN=xn--mnchen-3ya.example", certificate.Subject);
    }

    [Fact]
    public void A_first_name_too_long_for_a_common_name_leaves_it_to_the_next()
    {
        using var certificate = Open(out _, $"{new string('a', 60)}.example.org", "vpn.example.org");

        Assert.Equal("CN=vpn.example.org", certificate.Subject);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(4000, "PKI-108")]
    public void A_rehearsal_says_whether_a_renewal_would_hold(int daysFromNow, string? code) =>
        Assert.Equal(code, ServerCertificate.Rehearse(_ca, ["vpn.example.org", "*.example.org", "192.0.2.1"], _clock.Now.AddDays(daysFromNow))?.Code);

    [Fact]
    public void It_lives_for_397_days_at_most()
    {
        using var certificate = Open(out _, "vpn");

        Assert.InRange(certificate.NotAfter - certificate.NotBefore, TimeSpan.FromDays(390), TimeSpan.FromDays(397));
    }

    [Fact]
    public void It_never_outlives_its_ca()
    {
        _clock.Now = Validity.Of(_ca.Certificate).End.AddDays(-10);
        using var certificate = Open(out _, "vpn");

        Assert.Equal(_ca.Certificate.NotAfter, certificate.NotAfter);
    }

    [Fact]
    public void It_carries_its_private_key_after_issue_and_after_loading()
    {
        using var issued = Open(out _, "vpn");
        using var loaded = Open(out _, "vpn");

        Assert.True(issued.HasPrivateKey);
        Assert.True(loaded.HasPrivateKey);
    }

    [Fact]
    public void The_key_is_for_its_owner_alone_and_the_certificate_for_everybody()
    {
        Open(out _, "vpn").Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, _state.ModeOf("server.key"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, _state.ModeOf("server.crt"));
    }

    [Fact]
    public void Two_starts_use_the_same_certificate()
    {
        using var first = Open(out var firstReason, "vpn", "192.0.2.1");
        using var second = Open(out var secondReason, "vpn", "192.0.2.1");

        Assert.Equal(first.RawData, second.RawData);
        Assert.Equal(ReissueReason.Missing, firstReason);
        Assert.Null(secondReason);
    }

    [Fact]
    public void Addresses_found_in_another_order_are_the_same_names()
    {
        Open(out _, "vpn", "192.0.2.1", "192.0.2.2").Dispose();
        Open(out var reason, "vpn", "192.0.2.2", "192.0.2.1").Dispose();

        Assert.Null(reason);
    }

    [Theory]
    [InlineData("vpn", "192.0.2.2")]
    [InlineData("vpn")]
    [InlineData("192.0.2.1", "vpn")]
    public void Other_names_make_a_new_certificate(params string[] names)
    {
        Open(out _, "vpn", "192.0.2.1").Dispose();
        Open(out var reason, names).Dispose();

        Assert.Equal(ReissueReason.NamesChanged, reason);
    }

    [Theory]
    [InlineData(260, false)]
    [InlineData(266, true)]
    public void It_is_issued_anew_when_less_than_a_third_of_its_life_is_left(int days, bool isReissued)
    {
        Open(out _, "vpn").Dispose();
        _clock.Now += TimeSpan.FromDays(days);
        Open(out var reason, "vpn").Dispose();

        Assert.Equal(isReissued ? ReissueReason.Outdated : null, reason);
    }

    [Fact]
    public void A_new_certificate_has_a_new_key()
    {
        using var first = Open(out _, "vpn");
        using var second = Open(out _, "other");

        Assert.NotEqual(first.GetPublicKey(), second.GetPublicKey());
    }

    [Fact]
    public void Another_ca_makes_a_new_certificate()
    {
        Open(out _, "vpn").Dispose();
        using var elsewhere = new StateDirectory();
        using var other = CertificateAuthority.OpenOrCreate(elsewhere.Path, "vpn", _clock); // same name, other key

        using var certificate = ServerCertificate.OpenOrIssue(_state.Path, other, ["vpn"], _clock, out var reason);

        Assert.Equal(ReissueReason.AuthorityChanged, reason);
        Assert.True(other.HasSigned(certificate));
    }

    [Theory]
    [InlineData("server.key")]
    [InlineData("server.crt")]
    public void A_damaged_file_makes_a_new_certificate(string name)
    {
        Open(out _, "vpn").Dispose();
        File.WriteAllText(_state.File(name), "not PEM");
        Open(out var reason, "vpn").Dispose();
        Open(out var afterwards, "vpn").Dispose();

        Assert.Equal(ReissueReason.Damaged, reason);
        Assert.Null(afterwards);
    }

    [Fact]
    public void However_the_certificate_is_altered_a_new_one_is_made()
    {
        byte[] good;
        using (var certificate = Open(out _, "vpn"))
            good = certificate.RawData;
        var key = File.ReadAllText(_state.File("server.key"));
        for (var at = 0; at < good.Length; at++)
        {
            var altered = good.ToArray();
            altered[at] ^= 0x81;
            File.WriteAllText(_state.File("server.crt"), PemEncoding.WriteString("CERTIFICATE", altered));
            File.WriteAllText(_state.File("server.key"), key);
            Open(out var reason, "vpn").Dispose();
            Assert.True(reason is not null, $"byte {at} of {Convert.ToHexString(good)}");
        }
    }

    [Fact]
    public void A_state_directory_that_is_missing_is_refused_by_name() => Assert.Throws<CertificateFileException>(
        () => ServerCertificate.OpenOrIssue(_state.File("missing"), _ca, ["vpn"], _clock));

    [Fact]
    public void A_key_and_a_certificate_that_do_not_belong_together_are_damage()
    {
        Open(out _, "vpn").Dispose();
        var oldKey = File.ReadAllText(_state.File("server.key"));
        Open(out _, "other").Dispose();
        File.WriteAllText(_state.File("server.key"), oldKey);
        Open(out var reason, "other").Dispose();

        Assert.Equal(ReissueReason.Damaged, reason);
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        Open(out _, "vpn").Dispose();
        File.SetUnixFileMode(_state.File("server.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal(_state.File("server.key"), Assert.Throws<CertificateFileException>(() => Open(out _, "vpn")).Path);
    }

    [Fact]
    public void Where_keys_are_sealed_its_own_is_too_and_one_that_lies_open_is_sealed_at_the_next_start()
    {
        using var elsewhere = new StateDirectory();
        using (var open = CertificateAuthority.OpenOrCreate(elsewhere.Path, "vpn", _clock))
            ServerCertificate.OpenOrIssue(elsewhere.Path, open, ["vpn"], _clock).Dispose();
        Assert.Contains("-----BEGIN PRIVATE KEY-----", File.ReadAllText(elsewhere.File("server.key")), StringComparison.Ordinal);

        for (var start = 0; start < 2; start++)
        {
            using var ca = CertificateAuthority.OpenOrCreate(elsewhere.Path, "vpn", _clock, new TestSeal(1));
            using var certificate = ServerCertificate.OpenOrIssue(elsewhere.Path, ca, ["vpn"], _clock, out var reissued);

            Assert.Equal((null, true), (reissued, certificate.HasPrivateKey));
            Assert.Contains("ADIT SEALED KEY", File.ReadAllText(elsewhere.File("server.key")), StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, elsewhere.ModeOf("server.key"));
        }
    }

    [Fact]
    public void A_sealed_key_that_was_altered_makes_a_new_certificate()
    {
        using var elsewhere = new StateDirectory();
        using var ca = CertificateAuthority.OpenOrCreate(elsewhere.Path, "vpn", _clock, new TestSeal(1));
        ServerCertificate.OpenOrIssue(elsewhere.Path, ca, ["vpn"], _clock).Dispose();
        File.Copy(elsewhere.File("ca.key"), elsewhere.File("server.key"), overwrite: true);

        using var certificate = ServerCertificate.OpenOrIssue(elsewhere.Path, ca, ["vpn"], _clock, out var reissued);

        Assert.Equal((ReissueReason.Damaged, true), (reissued, certificate.HasPrivateKey));
    }

    [Fact]
    public void A_name_that_is_none_is_refused_by_name()
    {
        var refusal = Assert.Throws<ServerNameException>(() => Open(out _, "vpn", "not a name"));

        Assert.Equal("not a name", refusal.Name);
        Assert.Contains("'not a name'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_at_all_is_refused() => Assert.Throws<ArgumentException>(() => Open(out _));

    [Fact]
    public void Openssl_verifies_the_chain_for_the_name_and_the_address()
    {
        using var ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System);
        ServerCertificate.OpenOrIssue(_state.Path, ca, ["vpn.example.org", "192.0.2.1", "2001:db8::1"], TimeProvider.System).Dispose();

        AssertOpenSslVerifies("-verify_hostname", "vpn.example.org");
        AssertOpenSslVerifies("-verify_ip", "192.0.2.1");
        AssertOpenSslVerifies("-verify_ip", "2001:db8::1");
    }

    [Fact]
    public void Openssl_reads_the_certificate_as_we_meant_it()
    {
        Open(out _, "vpn.example.org", "192.0.2.1").Dispose();

        var (_, text) = OpenSsl.Run("x509", "-in", _state.File("server.crt"), "-noout", "-text");

        Assert.Contains("DNS:192.0.2.1, DNS:vpn.example.org, IP Address:192.0.2.1", text, StringComparison.Ordinal);
        Assert.Contains("TLS Web Server Authentication, 1.3.6.1.5.5.8.2.2", text, StringComparison.Ordinal);
        Assert.Contains("Digital Signature", text, StringComparison.Ordinal);
        Assert.Contains("CA:FALSE", text, StringComparison.Ordinal);
        Assert.Contains("Subject Key Identifier", text, StringComparison.Ordinal);
        Assert.Contains("Authority Key Identifier", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CRL Distribution Points", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Authority Information Access", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_fingerprint_is_the_one_that_openssl_shows()
    {
        using var certificate = Open(out _, "vpn");

        var (_, sha256) = OpenSsl.Run("x509", "-in", _state.File("server.crt"), "-noout", "-fingerprint", "-sha256");
        var (_, sha1) = OpenSsl.Run("x509", "-in", _state.File("server.crt"), "-noout", "-fingerprint", "-sha1");

        var hashes = LeafHashes.Of(certificate);
        Assert.EndsWith("=" + hashes.Fingerprint, sha256.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexString(hashes.Sha1.Span), sha1.TrimEnd().Split('=')[1].Replace(":", "", StringComparison.Ordinal));
    }

    private void AssertOpenSslVerifies(string option, string name)
    {
        var (exitCode, output) = OpenSsl.Run(
            "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", _state.File("ca.crt"),
            "-untrusted", _state.File("server.crt"), option, name, _state.File("server.crt"));
        Assert.True(exitCode == 0, output);
    }

    private X509Certificate2 Open(out ReissueReason? reason, params string[] names) =>
        ServerCertificate.OpenOrIssue(_state.Path, _ca, names, _clock, out reason);
}
