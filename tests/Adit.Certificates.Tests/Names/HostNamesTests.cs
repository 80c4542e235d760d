using System.Net;
using Adit.Certificates.Names;

namespace Adit.Certificates.Tests.Names;

public sealed class HostNamesTests
{
    [Fact]
    public void The_full_name_comes_first_then_the_short_one_then_the_addresses() => Assert.Equal(
        ["vpn.example.org", "vpn", "192.0.2.1", "2001:db8::1"],
        HostNames.Of("vpn", "example.org", Addresses("2001:db8::1", "192.0.2.1")));

    [Fact]
    public void A_host_name_that_is_full_already_needs_no_domain() =>
        Assert.Equal(["vpn.example.org", "vpn"], HostNames.Of("vpn.example.org", "elsewhere.example", []));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("(none)")]
    [InlineData("localdomain")]
    public void Without_a_domain_there_is_only_the_short_name(string? domain) =>
        Assert.Equal(["vpn"], HostNames.Of("VPN", domain, []));

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost.localdomain")]
    [InlineData("my_box")]
    public void A_host_name_that_nobody_can_dial_is_left_out(string hostName) =>
        Assert.Equal(["192.0.2.1"], HostNames.Of(hostName, domain: null, Addresses("192.0.2.1")));

    [Fact]
    public void Private_addresses_are_taken_since_clients_may_be_inside() =>
        Assert.Equal(["vpn", "10.0.0.1", "fd00::1"], HostNames.Of("vpn", null, Addresses("10.0.0.1", "fd00::1")));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("169.254.7.7")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:192.0.2.1")]
    public void An_address_that_no_other_host_can_dial_is_left_out(string address) =>
        Assert.Equal(["vpn"], HostNames.Of("vpn", null, Addresses(address)));

    [Fact]
    public void A_host_that_nobody_else_can_reach_is_called_localhost() =>
        Assert.Equal(["localhost", "127.0.0.1", "::1"], HostNames.Of("localhost", null, Addresses("127.0.0.1", "fe80::1")));

    [Fact]
    public void An_address_on_two_interfaces_is_named_once() =>
        Assert.Equal(["vpn", "192.0.2.1"], HostNames.Of("vpn", null, Addresses("192.0.2.1", "192.0.2.1")));

    private static IEnumerable<IPAddress> Addresses(params string[] addresses) => addresses.Select(IPAddress.Parse);
}
