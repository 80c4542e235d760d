using System.Net;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Server.Addresses.Dhcp;
using Adit.Server.Configuration;

namespace Adit.Server.Tests.Addresses.Dhcp;

public sealed class LeasedSettingsTests
{
    [Fact]
    public void What_a_server_says_is_passed_on_but_a_default_route()
    {
        var settings = LeasedSettings.Of(new DhcpOptionSet
        {
            { DhcpOptionCode.DomainNameServer, [new(0x0a4d0035), new(0x0a4d0036), new(0x0a4d0037)] },
            { DhcpOptionCode.DomainName, "corp.example\0" },
            { DhcpOptionCode.ClasslessRoutes, ClasslessRoute.ToArray([RouteOf(0x0ac80000, 16), RouteOf(0, 0)]) },
        });

        Assert.Equal(["10.77.0.53", "10.77.0.54"], settings.Dns.Select(address => address.ToString()));
        Assert.Equal("corp.example", settings.Suffix);
        Assert.Equal([IPNetwork.Parse("10.200.0.0/16")], settings.Routes);
    }

    [Fact]
    public void What_makes_no_sense_is_left_out_and_of_a_long_list_only_the_beginning_counts()
    {
        var settings = LeasedSettings.Of(new DhcpOptionSet
        {
            { DhcpOptionCode.DomainNameServer, [new(0), new(0x7f000001), new(0xe0000001), new(uint.MaxValue)] },
            { DhcpOptionCode.DomainName, "no domain; rm -rf /\n" },
            { DhcpOptionCode.ClasslessRoutes, ClasslessRoute.ToArray([RouteOf(0xe0000000, 4), .. Enumerable.Range(0, 200).Select(i => RouteOf(0x0a000000u + ((uint)i << 8), 24))]) },
        });

        Assert.Empty(settings.Dns);
        Assert.Null(settings.Suffix);
        Assert.Equal(RouteSettings.MaxRoutes, settings.Routes.Count);
    }

    [Fact]
    public void The_configuration_comes_first()
    {
        var settings = new LeasedSettings([new(1)], "lent.example", [IPNetwork.Parse("10.0.0.0/8")]);
        var configuration = new ServerConfiguration { Dns = [new(2)], Suffix = "own.example", Routes = [IPNetwork.Parse("10.1.0.0/16")] };

        var both = settings.Complete(configuration);
        var lent = settings.Complete(new ServerConfiguration());

        Assert.Equal((configuration.Dns, "own.example", configuration.Routes), (both.Dns, both.Suffix, both.Routes));
        Assert.Equal((settings.Dns, "lent.example", settings.Routes), (lent.Dns, lent.Suffix, lent.Routes));
    }

    private static ClasslessRoute RouteOf(uint address, int length) => new(Ipv4Network.Around(new(address), length), new(0x0a4d0001));
}
