using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class RouteSettingsTests
{
    [Fact]
    public void Routes_of_both_families_and_the_suffix_are_read()
    {
        var configuration = ConfigurationReader.Read("adit.yaml", """
            routes: [ 10.0.0.0/8, 'fd00::/8', 192.168.7.1/32 ]
            suffix: Corp.Example
            """);

        Assert.Equal(["10.0.0.0/8", "fd00::/8", "192.168.7.1/32"], configuration.Routes.Select(route => route.ToString()));
        Assert.Equal(["10.0.0.0/8", "192.168.7.1/32"], configuration.Ipv4Routes.Select(route => route.ToString()));
        Assert.Equal("corp.example", configuration.Suffix);
    }

    [Theory]
    [InlineData("routes: 10.0.0.1/8")]
    [InlineData("routes: [ 10.0.0.0/33 ]")]
    [InlineData("routes: 10.0.0.0")]
    [InlineData("routes: everything")]
    [InlineData("suffix: '*.corp.example'")]
    [InlineData("suffix: 10.0.0.1")]
    [InlineData("suffix: 'not a name'")]
    [InlineData("suffix: [ a.example, b.example ]")]
    public void What_is_no_prefix_and_no_domain_is_a_fault(string text) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("adit.yaml", text));
}
