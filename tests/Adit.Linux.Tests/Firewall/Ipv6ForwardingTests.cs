using Adit.Linux.Firewall;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Firewall;

public sealed class Ipv6ForwardingTests
{
    private const string Root = "net/ipv6/conf";

    [Fact]
    public void What_heard_routers_goes_on_hearing_them_and_all_is_put_back() => OwnNetwork.Run(() =>
    {
        Set("lo/accept_ra", "1");

        using (Ipv6Forwarding.Enable())
        {
            Assert.Equal("1", Read("all/forwarding"));
            Assert.Equal("2", Read("lo/accept_ra"));
        }

        Assert.Equal(("0", "0", "1"), (Read("all/forwarding"), Read("lo/forwarding"), Read("lo/accept_ra")));
    });

    [Fact]
    public void An_interface_that_heard_no_router_hears_none() => OwnNetwork.Run(() =>
    {
        Set("lo/accept_ra", "0");

        using var forwarding = Ipv6Forwarding.Enable();

        Assert.Equal("0", Read("lo/accept_ra"));
    });

    [Fact]
    public void An_interface_that_forwarded_before_does_so_afterwards() => OwnNetwork.Run(() =>
    {
        Set("lo/forwarding", "1");

        Ipv6Forwarding.Enable().Dispose();

        Assert.Equal(("0", "1"), (Read("all/forwarding"), Read("lo/forwarding")));
    });

    [Fact]
    public void Where_forwarding_is_on_nothing_is_touched() => OwnNetwork.Run(() =>
    {
        Set("all/forwarding", "1");
        Set("lo/accept_ra", "1");

        using (Ipv6Forwarding.Enable())
            Assert.Equal("1", Read("lo/accept_ra"));

        Assert.Equal("1", Read("all/forwarding"));
    });

    private static string Read(string setting) => Sysctl.Read($"{Root}/{setting}");

    private static void Set(string setting, string value) => File.WriteAllText($"/proc/sys/{Root}/{setting}", value);
}
