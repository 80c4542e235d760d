using System.Net;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Network;

namespace Adit.Server.Tests.Network;

/// <summary>What no network behind a client may take. The interface of the tunnels does not exist here, so that nothing is changed.</summary>
public sealed class RoutesBehindTests : IDisposable
{
    private readonly RoutesBehind _routes = new("adit-none", new ServerConfiguration(), pool6: Ipv6Prefix.TryParse("fd83::/48", out var pool) ? pool : null);

    public void Dispose() => _routes.Dispose();

    [Theory]
    [InlineData("0.0.0.0/0")] // all there is
    [InlineData("10.83.0.128/25")] // a part of the pool
    [InlineData("10.0.0.0/8")] // more than the pool
    [InlineData("127.0.0.1/32")]
    [InlineData("224.0.0.0/24")]
    [InlineData("fd83:0:0:7::/64")]
    [InlineData("fe80::/64")]
    [InlineData("::/0")]
    public void A_network_that_overlaps_what_is_the_gateways_own_is_refused_with_its_reason(string network) =>
        Assert.Contains("overlaps", _routes.Bring(IPNetwork.Parse(network), null!), StringComparison.Ordinal);

    [Fact]
    public void What_the_kernel_refuses_is_told_in_its_words_and_leads_nowhere()
    {
        var reason = _routes.Bring(IPNetwork.Parse("192.0.2.0/24"), null!);

        var refused = new AddressFailure.RouteRefused("192.0.2.0/24", reason!);
        Assert.Equal(("ADDR-107", true), (refused.Code, refused.Reason.Contains("192.0.2.0/24", StringComparison.Ordinal)));
        Assert.Null(_routes.Find(new Ipv4Address(0xc0000201)));
    }

    [Fact]
    public void A_pool_that_comes_later_is_kept_off_too()
    {
        using var routes = new RoutesBehind("adit-none", new ServerConfiguration(), pool6: null);
        routes.Change(new ServerConfiguration { Pool = new PoolRanges([PoolRange.Parse("10.50.0.0/24")!]) }, pool6: null);

        Assert.Contains("10.50.0.0/24", routes.Bring(IPNetwork.Parse("10.50.0.0/16"), null!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_IPv6_needs_sessions_that_have_it()
    {
        using var routes = new RoutesBehind("adit-none", new ServerConfiguration(), pool6: null);

        Assert.Equal("sessions get no IPv6 here", routes.Bring(IPNetwork.Parse("fd50::/64"), null!));
    }
}
