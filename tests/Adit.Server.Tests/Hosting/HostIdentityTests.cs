using System.Net;
using Adit.Linux.Netlink;
using Adit.Server.Configuration;
using Adit.Server.Hosting;

namespace Adit.Server.Tests.Hosting;

public sealed class HostIdentityTests
{
    private static readonly UpOptions Options = new([], ConfigurationFile: null, "/nowhere");

    [Fact]
    public void Names_of_the_command_line_come_before_those_of_the_configuration()
    {
        var configured = new ServerConfiguration { Names = ["configured.example"] };

        Assert.Equal(["given.example"], HostIdentity.NamesOf(Options with { Names = ["given.example"] }, configured));
        Assert.Equal(["configured.example"], HostIdentity.NamesOf(Options, configured));
    }

    [Fact]
    public void A_temporary_address_is_no_name() => Assert.Equal(
        ["vpn", "2001:db8::1"],
        HostIdentity.NamesOf("vpn", "", [Address("2001:db8::1"), Address("2001:db8::7777") with { IsTemporary = true }]));

    [Fact]
    public void A_host_with_nothing_but_loopback_has_a_name_all_the_same() =>
        Assert.Equal("localhost", HostIdentity.Main(HostIdentity.NamesOf("localhost", "", [])));

    [Fact]
    public void The_name_to_show_is_one_that_can_be_dialled()
    {
        Assert.Equal("vpn.example.com", HostIdentity.Main(["*.example.com", "vpn.example.com"]));
        Assert.Equal("*.example.com", HostIdentity.Main(["*.example.com"]));
    }

    private static InterfaceAddress Address(string text) => new("eth0", IPAddress.Parse(text), 64, Peer: null);
}
