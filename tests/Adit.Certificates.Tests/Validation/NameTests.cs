using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Validation;

public sealed class NameTests : ValidationTest
{
    [Theory]
    [InlineData("vpn.example.org", "vpn.example.org")]
    [InlineData("VPN.example.ORG", "vpn.example.org")]
    [InlineData("vpn.example.org", "VPN.Example.org")]
    [InlineData("vpn.example.org", "vpn.example.org.")]
    [InlineData("xn--mnchen-3ya.example", "münchen.example")]
    [InlineData("xn--mnchen-3ya.example", "xn--mnchen-3ya.example")]
    [InlineData("*.example.org", "vpn.example.org")]
    [InlineData("my_box.example.org", "my_box.example.org")]
    public void A_name_that_fits_is_accepted(string presented, string dialled) =>
        Assert.Empty(Validate(Root.Issue(new Recipe("CN=x") { DnsNames = [presented] }), dialled).Failures);

    [Theory]
    [InlineData("vpn.example.org", "www.example.org")]
    [InlineData("vpn.example.org", "example.org")]
    [InlineData("vpn.example.org", "vpn.example.org.evil.example")]
    [InlineData("*.example.org", "example.org")]
    [InlineData("*.example.org", "a.b.example.org")]
    [InlineData("*.example.org", ".example.org")]
    [InlineData("*.org", "example.org")]
    [InlineData("*", "org")]
    [InlineData("v*.example.org", "vpn.example.org")]
    [InlineData("vpn.*.org", "vpn.example.org")]
    [InlineData("*.example.org", "*.example.org")]
    [InlineData("*.0.2.1", "192.0.2.1")]
    [InlineData("vpn.example.org", "")]
    public void A_name_that_does_not_fit_is_refused(string presented, string dialled)
    {
        var leaf = Root.Issue(new Recipe("CN=x") { DnsNames = [presented] });

        var failure = AssertOnly<CertificateFailure.WrongName>(Validate(leaf, dialled));

        Assert.Equal(dialled, failure.Wanted);
        Assert.Equal([presented], failure.Found);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8:0:0::1")]
    public void An_address_that_is_named_is_accepted(string presented, string dialled) =>
        Assert.Empty(Validate(Root.Issue(new Recipe("CN=x") { Addresses = [presented] }), dialled).Failures);

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public void An_address_among_the_dns_names_is_accepted_as_windows_does(string address) =>
        Assert.Empty(Validate(Root.Issue(new Recipe("CN=x") { DnsNames = [address] }), address).Failures);

    [Fact]
    public void Another_address_is_refused_and_all_names_are_told()
    {
        var leaf = Root.Issue(new Recipe("CN=x") { DnsNames = [Name], Addresses = ["192.0.2.1"] });

        Assert.Equal([Name, "192.0.2.1"], AssertOnly<CertificateFailure.WrongName>(Validate(leaf, "192.0.2.2")).Found);
    }

    [Theory]
    [InlineData("vpn.example.org")]
    [InlineData("192.0.2.1")]
    public void The_common_name_counts_where_there_are_no_alternative_names(string name) =>
        Assert.Empty(Validate(Root.Issue(new Recipe($"CN={name}")), name).Failures);

    [Fact]
    public void The_common_name_does_not_count_where_there_are_alternative_names() =>
        AssertOnly<CertificateFailure.WrongName>(Validate(Root.Issue(new Recipe("CN=" + Name) { DnsNames = ["other.example.org"] })));

    [Fact]
    public void A_certificate_without_any_name_is_refused_with_nothing_found() =>
        Assert.Empty(AssertOnly<CertificateFailure.WrongName>(Validate(Root.Issue(new Recipe("O=Nobody")))).Found);

    [Fact]
    public void Of_very_many_names_only_some_are_told_but_all_count()
    {
        var leaf = Root.Issue(new Recipe("CN=x") { DnsNames = [.. Enumerable.Range(0, 2000).Select(n => $"n{n}.example.org")] });

        Assert.Empty(Validate(leaf, "n1999.example.org").Failures);
        Assert.Equal(64, AssertOnly<CertificateFailure.WrongName>(Validate(leaf, "other.example.org")).Found.Count);
    }
}
