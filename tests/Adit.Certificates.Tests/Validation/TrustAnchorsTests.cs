using Adit.Certificates.Issuing;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Validation;

public sealed class TrustAnchorsTests : ValidationTest
{
    [Fact]
    public void A_file_in_der_as_windows_exports_it_is_trusted()
    {
        File.WriteAllBytes(State.File("ca.cer"), Root.Public.RawData);
        using var anchors = TrustAnchors.FromFile(State.File("ca.cer"));

        Assert.Empty(new ServerCertificateValidator(anchors).Validate(Root.Issue(Good).Public, [], Name, Now).Failures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("0ello")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_without_a_certificate_is_refused_by_name(string contents)
    {
        File.WriteAllText(State.File("ca.pem"), contents);

        var refusal = Assert.Throws<CertificateFileException>(() => TrustAnchors.FromFile(State.File("ca.pem")));

        Assert.Equal(State.File("ca.pem"), refusal.Path);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_by_name() =>
        Assert.Throws<CertificateFileException>(() => TrustAnchors.FromFile(State.File("missing.pem")));

    [Theory]
    [InlineData("vpn.example.org")]
    [InlineData("münchen.example")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public void What_our_own_ca_issues_is_accepted_for_every_name(string dialled)
    {
        var clock = new FixedClock();
        using var ca = CertificateAuthority.OpenOrCreate(State.Path, "vpn", clock);
        using var leaf = ServerCertificate.OpenOrIssue(
            State.Path, ca, ["vpn.example.org", "münchen.example", "192.0.2.1", "2001:db8::1"], clock);
        using var anchors = TrustAnchors.FromFile(State.File("ca.crt"));

        Assert.Empty(new ServerCertificateValidator(anchors).Validate(leaf, ca.Chain, dialled, clock.Now).Failures);
    }
}
