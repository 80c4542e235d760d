using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Validation;

public sealed class ChainTests : ValidationTest
{
    [Fact]
    public void A_good_certificate_below_a_trusted_root_is_accepted()
    {
        var verdict = Validate(Root.Issue(Good));

        Assert.True(verdict.IsAccepted);
        Assert.Null(verdict.Failure);
    }

    [Fact]
    public void A_good_certificate_below_a_presented_intermediate_is_accepted()
    {
        var intermediate = Root.Issue(TestPki.Authority("CN=Intermediate"));

        Assert.Empty(Validate(intermediate.Issue(Good), Name, intermediate).Failures);
    }

    [Fact]
    public void An_intermediate_that_is_not_presented_makes_the_chain_incomplete()
    {
        var intermediate = Root.Issue(TestPki.Authority("CN=Intermediate"));

        var failure = AssertOnly<CertificateFailure.IncompleteChain>(Validate(intermediate.Issue(Good)));

        Assert.Equal(("CN=" + Name, "CN=Intermediate"), (failure.Subject, failure.MissingIssuer));
    }

    [Fact]
    public void A_foreign_root_that_is_presented_is_untrusted_and_named_with_its_fingerprint()
    {
        var foreign = TestPki.Root("CN=Foreign");

        var failure = AssertOnly<CertificateFailure.UntrustedRoot>(Validate(foreign.Issue(Good), Name, foreign));

        Assert.Equal(("CN=Foreign", LeafHashes.Of(foreign.Public).Fingerprint), (failure.Root, failure.Fingerprint));
    }

    [Fact]
    public void Policies_that_cannot_be_read_or_are_without_number_refuse_the_certificate_and_throw_nothing()
    {
        byte[][] useless = [[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x31, 0], [], [0x30, 0x82, 0x1F, 0x40, .. Enumerable.Repeat<byte[]>([0x30, 6, 6, 4, 0x2A, 3, 4, 5], 1000).SelectMany(one => one)], Many(1001)];
        var leaves = useless.Select(value => Root.Issue(Good with { Extra = new X509Extension("2.5.29.32", value, critical: false) }));

        Assert.Equal([false, false, false, true, false], leaves.Select(leaf => Validate(leaf).IsAccepted));
    }

    private static byte[] Many(int count)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            for (var number = 0; number < count; number++)
            {
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier($"1.2.3.{number}");
            }
        }

        return writer.Encode();
    }

    [Theory] // row B11
    [InlineData(false)]
    [InlineData(true)]
    public void Of_an_issuer_that_two_roots_have_certified_the_root_that_is_trusted_counts(bool isTrusted)
    {
        var expected = TestPki.Root("CN=Expected by the domain");
        var issuer = expected.Issue(TestPki.Authority("CN=Intermediate"));
        var request = new CertificateRequest(issuer.Public.SubjectName, issuer.Key, HashAlgorithmName.SHA256);
        foreach (var extension in issuer.Public.Extensions.Where(extension => extension.Oid?.Value is not "2.5.29.35"))
            request.CertificateExtensions.Add(extension);
        using var cross = request.Create(Root.Public.SubjectName, X509SignatureGenerator.CreateForECDsa(Root.Key), Now.AddDays(-1), Now.AddDays(60), [9]);

        var trusted = isTrusted ? Root : TestPki.Root("CN=Of another domain");
        var verdict = ValidateTrusting([trusted], issuer.Issue(Good), Name, issuer, new TestCertificate(cross, issuer.Key), expected);

        if (isTrusted)
            Assert.Empty(verdict.Failures);
        else
            AssertOnly<CertificateFailure.UntrustedRoot>(verdict);
    }

    [Fact]
    public void A_foreign_root_that_is_not_presented_makes_the_chain_incomplete()
    {
        var verdict = Validate(TestPki.Root("CN=Foreign").Issue(Good));

        Assert.Equal("CN=Foreign", AssertOnly<CertificateFailure.IncompleteChain>(verdict).MissingIssuer);
    }

    [Fact]
    public void A_foreign_root_of_the_trusted_ones_name_is_not_trusted()
    {
        var impostor = TestPki.Root(Root.Public.Subject);

        Assert.False(Validate(impostor.Issue(Good), Name, impostor).IsAccepted);
    }

    [Fact]
    public void A_self_signed_server_certificate_is_an_untrusted_root() =>
        AssertOnly<CertificateFailure.UntrustedRoot>(Validate(TestPki.SelfSigned(Good)));

    [Fact]
    public void A_self_signed_server_certificate_in_the_file_is_trusted()
    {
        var leaf = TestPki.SelfSigned(Good);

        Assert.Empty(ValidateTrusting([leaf], leaf).Failures);
    }

    [Fact]
    public void A_server_certificate_in_the_file_is_trusted_whoever_issued_it()
    {
        var leaf = TestPki.Root("CN=Foreign").Issue(Good);

        Assert.Empty(ValidateTrusting([leaf], leaf).Failures);
    }

    [Fact]
    public void An_intermediate_in_the_file_is_trusted_without_its_root()
    {
        var intermediate = TestPki.Root("CN=Foreign").Issue(TestPki.Authority("CN=Intermediate"));

        Assert.Empty(ValidateTrusting([intermediate], intermediate.Issue(Good)).Failures);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_forgery_below_a_trusted_intermediate_is_refused(bool namesKey)
    {
        var intermediate = TestPki.Root("CN=Foreign").Issue(TestPki.Authority("CN=Intermediate"));
        using var forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var verdict = ValidateTrusting([intermediate], intermediate.Issue(Good, forger, namesKey));

        Assert.IsType<CertificateFailure.BadSignature>(verdict.Failure);
    }

    [Fact]
    public void A_forgery_in_the_roots_name_is_a_bad_signature()
    {
        using var forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var failure = Assert.IsType<CertificateFailure.BadSignature>(Validate(Root.Issue(Good, forger)).Failure);

        Assert.Equal(("CN=" + Name, "CN=Test root"), (failure.Subject, failure.Issuer));
    }

    [Fact]
    public void Any_of_several_certificates_in_the_file_is_trusted() =>
        Assert.Empty(ValidateTrusting([TestPki.Root("CN=Other"), Root], Root.Issue(Good)).Failures);

    [Fact]
    public void The_roots_of_the_system_do_not_include_ours()
    {
        var verdict = new ServerCertificateValidator(TrustAnchors.System).Validate(Root.Issue(Good).Public, [Root.Public], Name, Now);

        AssertOnly<CertificateFailure.UntrustedRoot>(verdict);
    }

    [Fact]
    public void A_certificate_signed_by_one_that_is_no_ca_is_refused()
    {
        var server = Root.Issue(Good);

        Assert.Contains(Validate(server.Issue(Good), Name, server).Failures, failure => failure is CertificateFailure.InvalidAuthority);
    }

    [Fact]
    public void A_name_outside_the_authoritys_constraints_is_refused()
    {
        // NameConstraints { permittedSubtrees { dNSName "inside.example" } } (RFC 5280 §4.2.1.10)
        byte[] constraints = [0x30, 0x14, 0xA0, 0x12, 0x30, 0x10, 0x82, 0x0E, .. "inside.example"u8];
        var recipe = TestPki.Authority("CN=Constrained") with { Extra = new X509Extension("2.5.29.30", constraints, critical: true) };
        var constrained = Root.Issue(recipe);

        Assert.IsType<CertificateFailure.ChainRefused>(Validate(constrained.Issue(Good), Name, constrained).Failure);
    }

    [Fact]
    public void A_critical_extension_that_nobody_knows_is_refused()
    {
        var recipe = Good with { Extra = new X509Extension("1.2.3.4", [0x05, 0x00], critical: true) };

        Assert.IsType<CertificateFailure.ChainRefused>(Validate(Root.Issue(recipe)).Failure);
    }

    [Fact]
    public void A_thousand_presented_certificates_do_no_harm()
    {
        var intermediate = Root.Issue(TestPki.Authority("CN=Intermediate"));
        var junk = Enumerable.Repeat(TestPki.Root("CN=Junk"), 1000);

        Assert.Empty(Validate(intermediate.Issue(Good), Name, [intermediate, .. junk]).Failures);
    }
}
