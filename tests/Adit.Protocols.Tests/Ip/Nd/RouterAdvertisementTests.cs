using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Nd;

namespace Adit.Protocols.Tests.Ip.Nd;

public sealed class RouterAdvertisementTests
{
    private static readonly Ipv6Address Router = Ipv6Address.LinkLocal(1);

    private static RouterAdvertisement Whole { get; } = new()
    {
        HopLimit = 64,
        OtherConfiguration = true,
        Preference = RouterPreference.Low,
        RouterLifetime = 9000,
        Mtu = 1400,
        Prefixes = [new(Prefix("fd00:1:2:3::/64"), OnLink: false, Autonomous: true, uint.MaxValue, 7200)],
        Routes =
        [
            new(Prefix("::/0"), RouterPreference.Medium, 1), new(Prefix("fd77::/48"), RouterPreference.High, 2),
            new(Prefix("fd77::1/128"), RouterPreference.Low, uint.MaxValue),
        ],
        DnsServers = [Address("fd77::53"), Address("2001:db8::53")],
        SearchDomains = ["corp.example", "a.b.c.d.e.example"],
        DnsLifetime = 9000,
    };

    [Fact]
    public void A_routers_answer_is_read()
    {
        Assert.True(RouterAdvertisement.TryParse(RealNeighbors.DnsmasqAdvertisement, out var router, out var advertisement));

        Assert.Equal(Address("fe80::463:caff:fed7:1464"), router);
        Assert.Equivalent(
            new RouterAdvertisement
            {
                HopLimit = 64,
                OtherConfiguration = true,
                RouterLifetime = 1800,
                Mtu = 1500,
                Prefixes = [new(Prefix("fd12:3456:789a:1::/64"), OnLink: true, Autonomous: true, 3600, 3600)],
                DnsServers = [Address("fd12:3456:789a:1::1")],
                SearchDomains = ["corp.example", "lab.example"],
                DnsLifetime = 3600,
            },
            advertisement, strict: true);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Assert.True(RouterAdvertisement.TryParse(Whole.ToPacket(Router, Ipv6Address.AllNodes), out var router, out var read));

        Assert.Equal(Router, router);
        Assert.Equivalent(Whole, read, strict: true);
    }

    [Fact]
    public void Its_checksum_is_the_one_of_RFC_4443()
    {
        var packet = Whole.ToPacket(Router, Ipv6Address.AllNodes);

        Assert.Equal(packet, RealNeighbors.Repaired([.. packet]));
    }

    [Theory]
    [InlineData(7, 64)] // hop limit: it came from afar
    [InlineData(8, 0x20)] // not from a link-local address
    [InlineData(41, 1)] // code
    [InlineData(57, 0)] // an option of length 0
    [InlineData(57, 200)] // an option longer than the message
    [InlineData(40, 133)] // another message
    public void One_that_RFC_4861_has_dropped_is_refused(int offset, byte value) =>
        Assert.False(RouterAdvertisement.TryParse(RealNeighbors.With(RealNeighbors.DnsmasqAdvertisement, offset, value), out _, out _));

    [Fact]
    public void A_cut_packet_is_refused()
    {
        var packet = RealNeighbors.DnsmasqAdvertisement;

        Assert.All(Enumerable.Range(0, packet.Length), length => Assert.False(RouterAdvertisement.TryParse(packet.AsSpan(0, length), out _, out _)));
    }

    [Theory]
    [InlineData(58, 129)] // a prefix of 129 bits
    [InlineData(64, 0xff)] // preferred longer than valid
    public void A_prefix_that_makes_no_sense_is_passed_over(int offset, byte value)
    {
        var packet = RealNeighbors.With(RealNeighbors.DnsmasqAdvertisement, offset, value);

        Assert.True(RouterAdvertisement.TryParse(packet, out _, out var advertisement));
        Assert.Empty(advertisement.Prefixes);
        Assert.Equal(1500u, advertisement.Mtu);
    }

    [Fact]
    public void Of_endless_options_only_the_first_are_kept()
    {
        var many = Whole with { Routes = [.. Enumerable.Range(0, 1000).Select(_ => Whole.Routes[1])] };

        Assert.True(RouterAdvertisement.TryParse(many.ToPacket(Router, Ipv6Address.AllNodes), out _, out var read));
        Assert.Equal(RouterAdvertisement.MaxOptions, read.Routes.Count);
    }

    [Fact]
    public void A_reserved_preference_counts_as_medium()
    {
        var packet = RealNeighbors.With(RealNeighbors.DnsmasqAdvertisement, 45, 0x10);

        Assert.True(RouterAdvertisement.TryParse(packet, out _, out var read));
        Assert.Equal(RouterPreference.Medium, read.Preference);
    }

    private static Ipv6Address Address(string text) => Ipv6Address.TryParse(text, out var address) ? address : throw new FormatException(text);

    private static Ipv6Prefix Prefix(string text) => Ipv6Prefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);
}
