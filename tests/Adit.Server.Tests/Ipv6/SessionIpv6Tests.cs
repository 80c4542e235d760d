using System.Net;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Dhcpv6;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;

namespace Adit.Server.Tests.Ipv6;

public sealed class SessionIpv6Tests : IAsyncLifetime
{
    private static readonly Ipv6Address Host = Ipv6Address.LinkLocal(7);
    private static readonly Ipv6Address Router = Ipv6Address.LinkLocal(1);

    private readonly PrefixPool _pool = new(new Ipv6Prefix(new Ipv6Address(0xfd12_3456_789a_0000, 0), 48));
    private SessionIpv6 _session = null!;

    public async ValueTask InitializeAsync() => _session = await NewSessionAsync(new ServerConfiguration
    {
        Dns6 = [new Ipv6Address(0xfd77_0000_0000_0000, 0x53)],
        Routes = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd77::/48")],
        Suffix = "corp.example",
    });

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void A_host_that_asks_without_end_is_not_answered_without_end()
    {
        var answers = Enumerable.Range(0, 1000).Count(_ =>
            _session.TryServe(new RouterSolicitation(Host).ToPacket(), out var reply) && !reply.IsEmpty);

        Assert.InRange(answers, 1, 100);
    }

    [Fact]
    public async Task A_session_with_routes_of_its_own_is_told_of_those_in_place_of_all_others()
    {
        using var session = await NewSessionAsync(
            new ServerConfiguration { Routes = [IPNetwork.Parse("fd77::/48")] }, () => [Ipv6Prefix.Of(new Ipv6Address(0xfd78_0000_0000_0000, 0), 48)]);

        Assert.True(RouterAdvertisement.TryParse(session.Advertise().Span, out _, out var advertisement));

        Assert.Equal(["fd78::/48"], advertisement.Routes.Select(route => $"{route.Prefix}").Where(route => route != $"{_pool.Prefix}"));
    }

    [Fact]
    public async Task What_is_told_fits_into_one_packet()
    {
        var routes = Enumerable.Range(1, 60).Select(number => IPNetwork.Parse($"fd77:{number:x}::1/128"));
        using var session = await NewSessionAsync(new ServerConfiguration { Mtu = 1280, Routes = [.. routes], Suffix = new string('a', 63) + ".example" });

        Assert.InRange(session.Advertise().Length, 800, 1280);
    }

    [Fact]
    public void A_host_that_asks_is_told_its_prefix_the_routes_and_the_name_servers()
    {
        Assert.True(_session.TryServe(new RouterSolicitation(Host).ToPacket(), out var reply));

        Assert.True(RouterAdvertisement.TryParse(reply.Span, out var router, out var advertisement));
        Assert.Equal(Router, router);
        Assert.Equal(Host, Ipv6Address.Read(Ipv6Header.Destination(reply.Span)));
        var prefix = Assert.Single(advertisement.Prefixes);
        Assert.Equal((_session.Prefix, true), (prefix.Prefix, prefix.Autonomous));
        Assert.Equal(["fd12:3456:789a::/48", "fd77::/48"], advertisement.Routes.Select(route => route.Prefix.ToString()));
        Assert.Equal("fd77::53", Assert.Single(advertisement.DnsServers).ToString());
        Assert.Equal("corp.example", Assert.Single(advertisement.SearchDomains));
        Assert.Equal(1400u, advertisement.Mtu);
        Assert.True(advertisement.OtherConfiguration);
    }

    [Fact]
    public void A_host_without_an_address_is_told_like_everybody()
    {
        Assert.True(_session.TryServe(new RouterSolicitation(default).ToPacket(), out var reply));

        Assert.Equal(Ipv6Address.AllNodes, Ipv6Address.Read(Ipv6Header.Destination(reply.Span)));
    }

    [Fact]
    public void DHCP_tells_the_name_servers()
    {
        var request = StatelessDhcpv6.Request(7, new byte[] { 0, 3, 1 });

        Assert.True(_session.TryServe(new Dhcpv6Datagram(Host, Ipv6Address.AllDhcpServers, request).ToPacket(), out var reply));

        Assert.True(Dhcpv6Datagram.TryParse(reply.Span, out var answer));
        Assert.True(StatelessDhcpv6.IsAnswer(answer.Message, request));
        Assert.Equal("fd77::53", Assert.Single(answer.Message.DnsServers).ToString());
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public void What_is_not_the_hosts_to_say_is_not_answered_and_left_to_be_dropped(byte[] packet)
    {
        Assert.False(_session.TryServe(packet, out var reply));
        Assert.True(reply.IsEmpty);
        Assert.False(new SessionAddresses(null, _session.Prefix).IsFromHere(packet));
    }

    public static TheoryData<byte[]> Lies =>
    [
        new RouterSolicitation(Ipv6Address.LinkLocal(8)).ToPacket(), // another's link-local address
        new RouterAdvertisement { RouterLifetime = 1800 }.ToPacket(Host, Ipv6Address.AllNodes),
        new RouterAdvertisement { RouterLifetime = 1800 }.ToPacket(Router, Ipv6Address.AllNodes),
        new Dhcpv6Datagram(Host, Router, new Dhcpv6Message(Dhcpv6MessageType.Reply, 7)).ToPacket(),
        new Dhcpv6Datagram(Ipv6Address.LinkLocal(8), Ipv6Address.AllDhcpServers, StatelessDhcpv6.Request(7, default)).ToPacket(),
    ];

    [Fact]
    public void A_malformed_question_is_taken_and_not_answered()
    {
        var packet = new RouterSolicitation(Host).ToPacket();
        packet[42] ^= 1;

        Assert.True(_session.TryServe(packet, out var reply));
        Assert.True(reply.IsEmpty);
    }

    [Fact]
    public void What_a_link_is_for_stays_on_the_link()
    {
        var report = To(new Ipv6Address(0xff02_0000_0000_0000, 0x16), new RouterSolicitation(Host).ToPacket());
        report[40] = 143; // a multicast listener's report

        Assert.True(_session.TryServe(report, out var reply));
        Assert.True(reply.IsEmpty);
    }

    [Fact]
    public void Packets_for_the_world_are_not_looked_at()
    {
        var own = _session.Prefix!.Value.Address with { InterfaceId = 7 };
        var packet = To(new Ipv6Address(0x2001_0db8_0000_0000, 1), new RouterSolicitation(own).ToPacket());

        Assert.False(_session.TryServe(packet, out _));
        Assert.True(new SessionAddresses(null, _session.Prefix).IsFromHere(packet));
    }

    [Fact]
    public void Before_both_ends_have_named_themselves_nothing_is_told()
    {
        using var early = new SessionIpv6(new Ipv6Gateway(new LiveConfiguration(new ServerConfiguration()), _pool, "gw", "adit0"));

        Assert.True(early.Advertise().IsEmpty);
        Assert.False(early.TryServe(new RouterSolicitation(Host).ToPacket(), out _));
    }

    [Fact]
    public async Task A_session_that_is_over_gives_its_prefix_back_once_and_takes_none()
    {
        var prefix = _session.Prefix;
        _session.Dispose();
        Assert.Equal(prefix, _pool.Lease("alice", wanted: null).Prefix);

        _session.Dispose();

        Assert.IsType<AddressFailure.PrefixTaken>(_pool.Lease("bob", prefix).Failure);
        Assert.Null(await _session.TakeAsync("carol", wanted: null, CancellationToken.None));
        Assert.Equal(prefix, _session.Prefix);
    }

    private static byte[] To(Ipv6Address destination, byte[] packet)
    {
        destination.Write(packet.AsSpan(24));
        return packet;
    }

    private async Task<SessionIpv6> NewSessionAsync(ServerConfiguration configuration, Func<IReadOnlyList<Ipv6Prefix>?>? routes = null)
    {
        var session = new SessionIpv6(new Ipv6Gateway(new LiveConfiguration(configuration), _pool, "gw", "adit0")) { Routes = routes ?? (() => null) };
        Assert.Null(await session.TakeAsync("alice", wanted: null, CancellationToken.None));
        session.Opened(new Ipv6Settings(ServerInterfaceId: 1, ClientInterfaceId: 7));
        return session;
    }
}
