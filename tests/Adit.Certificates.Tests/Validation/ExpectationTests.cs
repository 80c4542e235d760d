using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Validation;

public sealed class ExpectationTests : ValidationTest
{
    [Theory]
    [InlineData("vpn.example.org")]
    [InlineData("VPN.Example.Org")]
    [InlineData("*.example.org")]
    [InlineData("other.example.org; vpn.example.org")]
    [InlineData(@"vpn.*\.example\.org")]
    [InlineData(".*")]
    public void A_server_whose_name_is_listed_is_taken(string list) => Assert.Empty(Validate([list], []).Failures);

    [Theory]
    [InlineData("example.org")]
    [InlineData("*.example.net")]
    [InlineData(@"vpn\.example\.or*")] // a whole name, no part of one
    [InlineData("vpn.example.org.evil.example")]
    public void One_whose_name_is_not_is_refused(string list)
    {
        var failure = Assert.IsType<CertificateFailure.NameNotListed>(Assert.Single(Validate([list], []).Failures));

        Assert.Equal([Name], failure.Found);
    }

    [Theory]
    [InlineData("(*")]
    [InlineData("*.org")] // half the world
    [InlineData(@"(a*)\1")] // what would need backtracking could take for ever
    public void A_pattern_that_cannot_be_read_is_refused_beforehand(string list) =>
        Assert.Throws<FormatException>(() => ServerExpectations.Read([list], []));

    [Fact]
    public void A_hostile_name_costs_a_costly_pattern_no_time()
    {
        var leaf = Root.Issue(Good with { DnsNames = [Name, new string('a', 60) + "." + new string('a', 60)] });
        var expected = ServerExpectations.Read([@"(a*)*\.(a*)*b"], []);

        using var anchors = TrustAnchors.FromFile(State.WritePem("trusted.pem", Root));
        Assert.Single(new ServerCertificateValidator(anchors, expected).Validate(leaf.Public, [], Name, Now).Failures);
    }

    [Fact]
    public void Root_or_leaf_can_be_pinned()
    {
        var leaf = Root.Issue(Good);

        Assert.Empty(Validate([], [LeafHashes.Of(Root.Public).Fingerprint], leaf).Failures);
        Assert.Empty(Validate([], [LeafHashes.Of(leaf.Public).Fingerprint.ToLowerInvariant()], leaf).Failures);
    }

    [Fact] // row C27
    public void A_trusted_chain_without_a_pinned_certificate_is_refused()
    {
        var failure = Assert.IsType<CertificateFailure.NotPinned>(Assert.Single(Validate([], [new string('0', 64)]).Failures));

        Assert.Equal(2, failure.Found.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AB")]
    [InlineData("vpn.example.org")]
    public void A_pin_that_is_none_is_refused_beforehand(string pin) => Assert.Throws<FormatException>(() => ServerExpectations.Read([], [pin]));

    private CertificateVerdict Validate(string[] names, string[] pins, TestCertificate? leaf = null)
    {
        using var anchors = TrustAnchors.FromFile(State.WritePem("trusted.pem", Root));
        return new ServerCertificateValidator(anchors, ServerExpectations.Read(names, pins)).Validate((leaf ?? Root.Issue(Good)).Public, [], Name, Now);
    }
}
