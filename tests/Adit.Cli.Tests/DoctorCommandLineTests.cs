using Adit.Cli.Running;
using Adit.Client;
using Adit.Protocols.Http;

namespace Adit.Cli.Tests;

public sealed class DoctorCommandLineTests
{
    [Fact]
    public void It_names_server_and_user() => Assert.Equal("adit doctor vpn.example.com --as anna", DoctorCommandLine.Of(Anna));

    [Fact]
    public void It_goes_to_the_same_port_by_the_same_way_and_trusts_the_same() => Assert.Equal(
        "adit doctor [2001:db8::7]:8443 --as anna --ca /etc/adit/ca.crt --sni vpn.example.com --proxy http://proxy.example.org:3128 --proxy-user env",
        DoctorCommandLine.Of(Anna with
        {
            Host = "2001:db8::7", Port = 8443, CaFile = "/etc/adit/ca.crt", Sni = "vpn.example.com", ProxyOption = "http://proxy.example.org:3128",
            Proxy = new ProxyServer("proxy.example.org", 3128, new ProxyCredential("env", "secret")),
        }));

    [Fact]
    public void Without_a_proxy_by_order_it_goes_without_one_by_order() =>
        Assert.Equal("adit doctor vpn.example.com --as anna --proxy none", DoctorCommandLine.Of(Anna with { ProxyOption = "none" }));

    [Fact]
    public void A_proxy_of_the_environment_is_found_there_again() => Assert.Equal(
        "adit doctor vpn.example.com --as anna", DoctorCommandLine.Of(Anna with { Proxy = new ProxyServer("proxy.example.org", 3128, new ProxyCredential("env", "secret")) }));

    [Theory]
    [InlineData("anna; rm -rf /")]
    [InlineData("$(id)")]
    [InlineData("ca with spaces.pem")]
    [InlineData("--json")]
    public void What_a_shell_would_read_otherwise_is_left_out(string text) =>
        Assert.Equal("adit doctor vpn.example.com", DoctorCommandLine.Of(Anna with { User = text, CaFile = text }));

    private static ConnectOptions Anna => new() { Host = "vpn.example.com", User = "anna", Password = "secret" };
}
