namespace Adit.Client.Tests;

public sealed class SystemProxyTests
{
    [Fact]
    public void The_environment_names_the_proxy_and_lower_case_goes_first() => Assert.Equal(
        ("https_proxy", "http://a:1"), Find("vpn.example.org", ("https_proxy", "http://a:1"), ("HTTPS_PROXY", "http://b:1")));

    [Fact]
    public void Upper_case_will_do() => Assert.Equal(("HTTPS_PROXY", "http://b:1"), Find("vpn.example.org", ("HTTPS_PROXY", "http://b:1")));

    [Fact]
    public void The_proxy_for_plain_HTTP_is_not_meant() => Assert.Null(Find("vpn.example.org", ("http_proxy", "http://a:1")));

    [Theory]
    [InlineData("*", "vpn.example.org")]
    [InlineData("example.org", "vpn.example.org")]
    [InlineData("example.org", "example.org")]
    [InlineData(".example.org", "vpn.example.org")]
    [InlineData("*.example.org", "VPN.EXAMPLE.ORG")]
    [InlineData("localhost, vpn.example.org", "vpn.example.org.")]
    [InlineData("vpn.example.org:443", "vpn.example.org")]
    [InlineData("localhost vpn.example.org", "vpn.example.org")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.0/24", "192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("[2001:db8::7]:443", "2001:db8::7")]
    [InlineData("2001:db8::/32", "2001:db8::7")]
    public void Who_is_excepted_is_reached_without_it(string exceptions, string host) =>
        Assert.Null(Find(host, ("https_proxy", "http://a:1"), ("no_proxy", exceptions)));

    [Theory]
    [InlineData("", "vpn.example.org")]
    [InlineData("ample.org", "vpn.example.org")]
    [InlineData("vpn.example.org:8443", "vpn.example.org")]
    [InlineData("host.vpn.example.org", "vpn.example.org")]
    [InlineData("192.0.2.70", "192.0.2.7")]
    [InlineData("192.0.3.0/24", "192.0.2.7")]
    [InlineData("192.0.2.0/33", "192.0.2.7")]
    [InlineData("7", "192.0.2.7")]
    [InlineData(",.,", "vpn.example.org")]
    public void Who_is_not_excepted_is_not(string exceptions, string host) =>
        Assert.NotNull(Find(host, ("https_proxy", "http://a:1"), ("NO_PROXY", exceptions)));

    private static (string Variable, string Url)? Find(string host, params (string Name, string Value)[] environment) => SystemProxy.Find(
        name => environment.FirstOrDefault(variable => variable.Name == name).Value, host, port: 443);
}
