using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Validation;

public sealed class LeafTests : ValidationTest
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyPurpose = "2.5.29.37.0";

    [Fact]
    public void A_certificate_that_has_ended_is_expired()
    {
        var end = Now.AddDays(-1);

        var failure = AssertOnly<CertificateFailure.Expired>(Validate(Root.Issue(Good with { NotAfter = end })));

        Assert.Equal(new CertificateFailure.Expired("CN=" + Name, "CN=Test root", end, Now), failure);
    }

    [Fact]
    public void A_certificate_that_has_not_begun_is_not_yet_valid()
    {
        var begin = Now.AddDays(1);

        var failure = AssertOnly<CertificateFailure.NotYetValid>(Validate(Root.Issue(Good with { NotBefore = begin })));

        Assert.Equal(new CertificateFailure.NotYetValid("CN=" + Name, "CN=Test root", begin, Now), failure);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void The_last_second_of_validity_is_found_exactly(int secondsLeft, bool isAccepted) =>
        Assert.Equal(isAccepted, Validate(Root.Issue(Good with { NotAfter = Now.AddSeconds(secondsLeft) })).IsAccepted);

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_first_second_of_validity_is_found_exactly(int secondsToGo, bool isAccepted) =>
        Assert.Equal(isAccepted, Validate(Root.Issue(Good with { NotBefore = Now.AddSeconds(secondsToGo) })).IsAccepted);

    [Fact]
    public void A_root_that_has_ended_is_expired()
    {
        var root = TestPki.Root("CN=Old", notAfter: Now.AddDays(-1));

        Assert.Equal("CN=Old", AssertOnly<CertificateFailure.Expired>(ValidateTrusting([root], root.Issue(Good))).Subject);
    }

    [Fact]
    public void An_expired_intermediate_is_named()
    {
        var intermediate = Root.Issue(TestPki.Authority("CN=Intermediate") with { NotAfter = Now.AddDays(-1) });

        var verdict = Validate(intermediate.Issue(Good), Name, intermediate);

        Assert.Equal("CN=Intermediate", AssertOnly<CertificateFailure.Expired>(verdict).Subject);
    }

    [Fact]
    public void A_certificate_for_clients_has_the_wrong_purpose()
    {
        var failure = AssertOnly<CertificateFailure.WrongPurpose>(Validate(Root.Issue(Good with { Purposes = [ClientAuthentication] })));

        Assert.Equal([ClientAuthentication], failure.Purposes);
    }

    [Fact]
    public void A_certificate_without_purposes_serves_any() => Assert.Empty(Validate(Root.Issue(Good with { Purposes = null })).Failures);

    [Theory]
    [InlineData(AnyPurpose)]
    [InlineData(ClientAuthentication, ServerAuthentication)]
    public void A_certificate_with_server_authentication_among_its_purposes_is_accepted(params string[] purposes) =>
        Assert.Empty(Validate(Root.Issue(Good with { Purposes = purposes })).Failures);

    [Fact]
    public void An_intermediate_for_other_purposes_is_named()
    {
        var intermediate = Root.Issue(TestPki.Authority("CN=Clients only") with { Purposes = [ClientAuthentication] });

        var failure = AssertOnly<CertificateFailure.WrongPurpose>(Validate(intermediate.Issue(Good), Name, intermediate));

        Assert.Equal("CN=Clients only", failure.Subject);
    }

    [Fact]
    public void All_problems_are_found_the_most_telling_first()
    {
        var foreign = TestPki.Root("CN=Foreign");
        var leaf = foreign.Issue(Good with { NotAfter = Now.AddDays(-1), Purposes = [ClientAuthentication] });

        var verdict = Validate(leaf, "other.example.org", foreign);

        Assert.Equal(["PKI-103", "PKI-107", "PKI-108", "PKI-110"], verdict.Failures.Select(failure => failure.Code).ToArray());
        Assert.IsType<CertificateFailure.UntrustedRoot>(verdict.Failure);
    }

    [Theory]
    [InlineData("2.5.29.17")]
    [InlineData("2.5.29.37")]
    public void An_extension_that_cannot_be_read_is_malformed_and_nothing_is_thrown(string oid)
    {
        var recipe = new Recipe("CN=" + Name) { Purposes = null, Extra = new X509Extension(oid, [0x30, 0x05, 0x01], critical: false) };

        Assert.IsType<CertificateFailure.Malformed>(Validate(Root.Issue(recipe)).Failure);
    }

    [Fact]
    public void A_subject_full_of_control_characters_cannot_reach_a_terminal()
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("\e[2J\u202E" + new string('x', 5000));
        var certificate = TestPki.SelfSigned(new Recipe(subject.Build().Name) { DnsNames = [Name] });

        var failure = AssertOnly<CertificateFailure.UntrustedRoot>(Validate(certificate));

        Assert.DoesNotContain(failure.Root, c => char.IsControl(c) || c == '\u202E');
        Assert.InRange(failure.Root.Length, 1, 300);
    }

    [Fact]
    public void However_a_certificate_is_altered_it_is_refused_and_nothing_is_thrown()
    {
        var good = Root.Issue(Good with { Addresses = ["192.0.2.1"] }).Public.RawData;
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var flip in new byte[] { 0x01, 0x80, 0xFF })
                Assert.False(IsAcceptedWhenAltered(good, at, flip), $"byte {at} with {flip:X2}");
        }
    }

    private bool IsAcceptedWhenAltered(byte[] good, int at, byte flip)
    {
        var altered = good.ToArray();
        altered[at] ^= flip;
        try
        {
            using var leaf = X509CertificateLoader.LoadCertificate(altered);
            return Validate(new TestCertificate(leaf, Root.Key)).IsAccepted;
        }
        catch (System.Security.Cryptography.CryptographicException) when (!CanLoad(altered))
        {
            return false; // never becomes a certificate, so never reaches the validator
        }
    }

    private static bool CanLoad(byte[] der)
    {
        try
        {
            X509CertificateLoader.LoadCertificate(der).Dispose();
            return true;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
