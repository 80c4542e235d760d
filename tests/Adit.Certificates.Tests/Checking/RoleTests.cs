using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Tests.Validation;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Checking;

/// <summary>The rules of each role, broken one by one.</summary>
public sealed class RoleTests : ValidationTest
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string IkeIntermediate = "1.3.6.1.5.5.8.2.2";

    [Theory]
    [InlineData(CertificateRole.Sstp, ServerAuthentication)]
    [InlineData(CertificateRole.EapServer, ServerAuthentication)]
    [InlineData(CertificateRole.EapClient, ClientAuthentication)]
    [InlineData(CertificateRole.Device, ClientAuthentication)]
    public void A_certificate_with_the_purpose_of_its_role_is_taken(CertificateRole role, string purpose) =>
        Assert.Empty(Check(role, Root.Issue(Good with { Purposes = [purpose] })).Failures);

    [Theory]
    [InlineData(CertificateRole.Sstp, ClientAuthentication)]
    [InlineData(CertificateRole.Ikev2, ClientAuthentication)]
    [InlineData(CertificateRole.EapServer, ClientAuthentication)]
    [InlineData(CertificateRole.EapClient, ServerAuthentication)]
    [InlineData(CertificateRole.Device, ServerAuthentication)]
    public void One_with_the_purpose_of_another_is_refused(CertificateRole role, string purpose) =>
        Assert.IsType<CertificateFailure.WrongPurpose>(Assert.Single(Check(role, Root.Issue(Good with { Purposes = [purpose] })).Failures));

    [Theory]
    [InlineData(CertificateRole.Sstp, true)]
    [InlineData(CertificateRole.Ikev2, false)] // row C30
    [InlineData(CertificateRole.EapServer, false)]
    [InlineData(CertificateRole.EapClient, false)]
    public void One_that_lists_no_purpose_serves_TLS_and_nothing_else(CertificateRole role, bool isTaken) =>
        Assert.Equal(isTaken, Check(role, Root.Issue(Good with { Purposes = null })).Failures.Count == 0);

    [Fact] // row C31
    [Scenario("C31", Linted = true)]
    public void For_IKEv2_the_purpose_by_which_Windows_chooses_is_missed()
    {
        Assert.IsType<CertificateFailure.IkePurposeMissing>(Assert.Single(Check(CertificateRole.Ikev2, Root.Issue(Good)).Warnings));
        Assert.Empty(Check(CertificateRole.Ikev2, Root.Issue(Good with { Purposes = [ServerAuthentication, IkeIntermediate] })).Warnings);
    }

    [Theory] // rows C27, C29 and C30: whatever is wrong, IKEv2 shows the same
    [InlineData(CertificateRole.Ikev2, 13801)]
    [InlineData(CertificateRole.Sstp, null)]
    public void Over_IKEv2_every_fault_has_the_same_code(CertificateRole role, int? code) =>
        Assert.Equal(code, ShownCodes.Of(role, Check(role, Root.Issue(Good), "other.example.org").Failures[0]));

    [Fact] // row D01: SSTP stops, and IKEv2 goes on
    public void Each_protocol_is_judged_by_its_own_certificate()
    {
        var ended = Root.Issue(Good with { NotAfter = Now.AddDays(-1) });
        var good = Root.Issue(Good with { Purposes = [ServerAuthentication, IkeIntermediate] });

        Assert.IsType<CertificateFailure.Expired>(Assert.Single(Check(CertificateRole.Sstp, ended).Failures));
        Assert.Empty(Check(CertificateRole.Ikev2, good).Failures);
    }

    [Theory] // row C28
    [InlineData(KeyState.Missing)]
    [InlineData(KeyState.Foreign)]
    public void Over_IKEv2_a_missing_key_has_a_code_of_its_own(KeyState key)
    {
        var failure = Assert.Single(Check(CertificateRole.Ikev2, Root.Issue(Good), key: key).Failures);

        Assert.Equal(13806, ShownCodes.Of(CertificateRole.Ikev2, failure));
    }

    [Fact]
    public void A_policy_that_is_asked_for_must_be_listed()
    {
        const string VpnOnly = "1.3.6.1.4.1.311.87";
        var leaf = Root.Issue(Good with { Purposes = [ServerAuthentication] });

        var report = new CertificateChecker(Anchors()).Check(CertificateRole.Sstp, new CheckInput(leaf.Public, []) { Policies = [VpnOnly] }, Now);

        Assert.Equal(new CertificateFailure.PolicyMissing("CN=" + Name, VpnOnly), Assert.Single(report.Failures));
    }

    [Fact] // row D05
    public void A_name_in_the_common_name_alone_is_warned_of() =>
        Assert.Equal(new CertificateFailure.NameOnlyInSubject(Name), Assert.Single(Check(CertificateRole.Sstp, Root.Issue(Good with { DnsNames = [] })).Warnings));

    [Fact] // row D05
    public void A_name_among_the_alternative_names_alone_is_enough() =>
        Assert.Equal([CheckState.Holds], StatesOf(CheckRule.Name, Check(CertificateRole.Sstp, Root.Issue(new Recipe("CN=gateway") { DnsNames = [Name] }))));

    [Fact] // row D05
    public void A_name_that_stands_nowhere_is_refused() =>
        Assert.IsType<CertificateFailure.WrongName>(Assert.Single(Check(CertificateRole.Sstp, Root.Issue(Good), "vpn.example.com").Failures));

    [Theory] // row B13
    [InlineData(new[] { "192.0.2.1" }, new[] { "192.0.2.1" }, "Holds")]
    [InlineData(new[] { "192.0.2.1" }, new string[0], "Warns")]
    [InlineData(new string[0], new[] { "192.0.2.1" }, "Warns")]
    [InlineData(new[] { "vpn.example.org" }, new string[0], "Breaks")]
    [Scenario("B13", Linted = true)]
    public void An_address_belongs_in_both_places(string[] dnsNames, string[] addresses, string state)
    {
        var leaf = Root.Issue(new Recipe("CN=gateway") { DnsNames = dnsNames, Addresses = addresses });

        Assert.Equal([Enum.Parse<CheckState>(state)], StatesOf(CheckRule.Name, Check(CertificateRole.Sstp, leaf, "192.0.2.1")));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    [Scenario("D09", Linted = true)]
    public void The_last_thirty_days_are_warned_of(int daysLeft, bool warns)
    {
        var leaf = Root.Issue(Good with { NotBefore = Now.AddDays(-300), NotAfter = Now.AddDays(daysLeft) });

        Assert.Equal(warns, Check(CertificateRole.Sstp, leaf).Warnings is [CertificateFailure.ExpiresSoon { DaysLeft: 29 }]);
    }

    [Fact]
    public void Of_a_short_life_only_the_last_third_is_warned_of()
    {
        var leaf = Root.Issue(Good with { NotBefore = Now.AddDays(-1), NotAfter = Now.AddDays(5) });

        Assert.Empty(Check(CertificateRole.Sstp, leaf).Warnings);
    }

    [Theory]
    [InlineData("http://pki.example.org/ca.crl", true)]
    [InlineData("https://pki.example.org/ca.crl", false)]
    [InlineData("ldap:///CN=ca", false)]
    public void A_list_is_fetched_over_plain_HTTP_or_not_at_all(string address, bool isTaken)
    {
        var points = new X509Extension("2.5.29.31", DistributionPoint(address), critical: false);
        var leaf = Root.Issue(Good with { Extra = points });

        Assert.Equal(isTaken, StatesOf(CheckRule.Revocation, Check(CertificateRole.Sstp, leaf)) is [CheckState.Holds]);
    }

    [Fact]
    public void Nonsense_in_the_place_of_a_list_is_of_no_use_and_throws_nothing()
    {
        var leaf = Root.Issue(Good with { Extra = new X509Extension("2.5.29.31", [0x30, 0x82, 0xFF, 0xFF, 1], critical: false) });

        Assert.Contains(Check(CertificateRole.Sstp, leaf).Failures, failure => failure is CertificateFailure.RevocationAddressUnusable);
    }

    [Fact]
    public void An_extension_of_a_megabyte_is_no_trouble()
    {
        var leaf = Root.Issue(Good with { Extra = new X509Extension("1.2.3.4", new byte[1024 * 1024], critical: false) });

        Assert.Empty(Check(CertificateRole.Sstp, leaf).Failures);
    }

    [Fact]
    public void Authorities_that_issued_each_other_lead_nowhere_and_to_an_end()
    {
        var one = TestPki.SelfSigned(TestPki.Authority("CN=One"));
        var two = TestPki.SelfSigned(TestPki.Authority("CN=Two"));
        X509Certificate2[] loop = [Cross(one, two), Cross(two, one)];
        var leaf = one.Issue(Good);

        var report = new CertificateChecker(Anchors()).Check(CertificateRole.Sstp, new CheckInput(leaf.Public, loop) { Names = [Name] }, Now);

        Assert.NotEmpty(report.Failures);
    }

    [Theory]
    [InlineData(CertificateRole.EapClient, true)]
    [InlineData(CertificateRole.Device, true)]
    [InlineData(CertificateRole.Sstp, false)]
    public void A_clients_certificate_without_a_SID_is_warned_of(CertificateRole role, bool warns)
    {
        var purpose = role is CertificateRole.Sstp ? ServerAuthentication : ClientAuthentication;

        Assert.Equal(warns, Check(role, Root.Issue(Good with { Purposes = [purpose] })).Warnings is [CertificateFailure.NoSecurityIdentifier]);
    }

    [Fact]
    public void A_short_key_is_weak()
    {
        using var key = RSA.Create(1024);
        var leaf = SelfSigned(key);

        Assert.Equal([new CertificateFailure.WeakKey("CN=" + Name, "RSA", 1024)], CheckTrusting(leaf, leaf).Failures);
    }

    [Fact]
    public void A_signature_with_SHA_1_is_weak_below_the_root_and_no_matter_at_the_root()
    {
        using var rootKey = RSA.Create(2048);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = new Sha1Generator(rootKey);
        var ending = Now.AddDays(60);
        var authority = new CertificateRequest(new X500DistinguishedName("CN=Root"), generator.PublicKey, HashAlgorithmName.SHA1);
        authority.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        var root = authority.Create(authority.SubjectName, generator, Now.AddDays(-1), ending, [1]);
        var request = new CertificateRequest("CN=" + Name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        var leaf = request.Create(root.SubjectName, generator, Now.AddDays(-1), ending, [2]);

        var failure = Assert.IsType<CertificateFailure.WeakSignature>(Assert.Single(CheckTrusting(leaf, root).Failures));
        Assert.Equal("CN=" + Name, failure.Subject);
    }

    [Fact]
    public void Every_rule_that_holds_says_what_was_seen()
    {
        var report = Check(CertificateRole.Sstp, Root.Issue(Good), key: KeyState.Fits);

        Assert.Equal(
            [CheckRule.Chain, CheckRule.Dates, CheckRule.Strength, CheckRule.Purpose, CheckRule.Name, CheckRule.Key, CheckRule.Revocation],
            report.Results.Select(result => result.Rule));
        Assert.All(report.Results, result => Assert.True(result is { State: CheckState.Holds, Seen.Length: > 0 }));
    }

    [Fact]
    public void The_path_is_told_for_those_who_look_up_revocation() =>
        Assert.Equal(2, Check(CertificateRole.Sstp, Root.Issue(Good)).Path.Count);

    /// <summary>The second's name and key, signed by the first.</summary>
    private static X509Certificate2 Cross(TestCertificate issuer, TestCertificate subject)
    {
        var request = new CertificateRequest(subject.Public.SubjectName, subject.Key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        return request.Create(issuer.Public.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.Key), Now.AddDays(-1), Now.AddDays(50), [7]);
    }

    private TrustAnchors Anchors() => TrustAnchors.FromFile(State.WritePem("roots.pem", Root));

    private CheckReport Check(CertificateRole role, TestCertificate leaf, string name = Name, KeyState key = KeyState.NotAsked) =>
        new CertificateChecker(Anchors()).Check(role, new CheckInput(leaf.Public, []) { Names = [name], Key = key }, Now);

    private CheckReport CheckTrusting(X509Certificate2 leaf, X509Certificate2 root)
    {
        File.WriteAllText(State.File("own.pem"), root.ExportCertificatePem());
        return new CertificateChecker(TrustAnchors.FromFile(State.File("own.pem"))).Check(
            CertificateRole.Sstp, new CheckInput(leaf, []) { Names = [Name] }, Now);
    }

    private static CheckState[] StatesOf(CheckRule rule, CheckReport report) =>
        [.. report.Results.Where(result => result.Rule == rule).Select(result => result.State)];

    private static X509Certificate2 SelfSigned(RSA key)
    {
        var request = new CertificateRequest("CN=" + Name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(60));
    }

    private static byte[] DistributionPoint(string address)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            writer.WriteCharacterString(UniversalTagNumber.IA5String, address, new Asn1Tag(TagClass.ContextSpecific, 6));
        return writer.Encode();
    }

    /// <summary>.NET itself signs no certificate with SHA-1 any more.</summary>
    private sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300D06092A864886F70D0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
