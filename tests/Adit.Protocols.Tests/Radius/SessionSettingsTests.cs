using Adit.Protocols.Crypto;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class SessionSettingsTests
{
    private static readonly PacketRule _web = new(
        IpProtocol.Tcp, PacketRule.AnyIpv4, null, PacketRule.Of(new Ipv4Network(new Ipv4Address(0x0a010000), 16)), 443);

    private static readonly PacketRule _ping6 = new(IpProtocol.IcmpV6, PacketRule.AnyIpv6, 128, new Ipv6Prefix(new Ipv6Address(0xfd00_0000_0000_0000, 0), 8), null);

    [Fact]
    public void Every_setting_comes_back_as_it_was()
    {
        var sent = new SessionSettings
        {
            Filters =
            [
                new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [_web]),
                new PacketFilter(PacketDirection.Out, IsIpv6: false, DropsOthers: false, [_web, _web with { Protocol = null, DestinationPort = null }]),
                new PacketFilter(PacketDirection.Out, IsIpv6: true, DropsOthers: true, [_ping6]),
            ],
            Routes = [new Ipv4Network(new Ipv4Address(0x0a000000), 8)],
            Ipv6Routes = [new Ipv6Prefix(new Ipv6Address(0xfd00_0001_0000_0000, 0), 48)],
            Dns = [new Ipv4Address(0x0a000035), new Ipv4Address(0x0a000036)],
            Pool = "guests",
            Mtu = 1344,
            SessionsPerUser = 2,
            EncryptionPolicy = 2,
            EncryptionTypes = 14,
            InterimInterval = TimeSpan.FromMinutes(5),
        };

        Assert.Equal(sent, Exchange(sent));
    }

    [Fact]
    public void MS_Filter_is_written_as_the_specification_has_it()
    {
        var bytes = PacketFilterAttributes.Write([new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [_web])], isIpv6: false);

        // [MS-RNAP] §2.2.1.3: numbers little-endian, addresses and ports in network order, the set at a multiple of eight.
        var expected = "01000000" + "48000000" + "01000000" + "0100ffff" + "28000000" + "01000000" + "20000000" + "00000000"
            + "01000000" + "01000000" + "01000000" + "00000000" + "00000000" + "0a010000" + "ffff0000" + "06000000" + "00000000" + "0000" + "01bb";
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void MS_IPv6_Filter_is_written_as_the_specification_has_it()
    {
        var bytes = PacketFilterAttributes.Write([new PacketFilter(PacketDirection.Out, IsIpv6: true, DropsOthers: false, [_ping6])], isIpv6: true);

        // [MS-RNAS] §2.2.1.6: all in network order.
        var expected = "00000001" + "00000060" + "00000001" + "ffff0012" + "00000040" + "00000001" + "00000020" + "00000000"
            + "00000001" + "00000001" + "00000000" + new string('0', 32) + "00000000" + "fd" + new string('0', 30) + "00000008"
            + "0000003a" + "00000000" + "0080" + "00ff";
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Theory]
    [InlineData(0, 2)] // another version
    [InlineData(4, 0x47)] // another size
    [InlineData(8, 0)] // no sets
    [InlineData(12, 5)] // a kind that nobody knows
    [InlineData(24, 0x18)] // the set lies over the list of sets
    [InlineData(36, 2)] // more filters than there are
    [InlineData(40, 2)] // an action that nobody knows
    [InlineData(58, 0x0f)] // no mask
    public void A_filter_that_is_not_understood_makes_no_accept(int at, byte value)
    {
        var filter = PacketFilterAttributes.Write([new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [_web])], isIpv6: false);
        filter[at] = value;

        Assert.Null(PacketFilterAttributes.Read(filter, isIpv6: false));
        Assert.False(AccessReply.TryParse(
            (byte[])[.. Accept(SessionSettings.None), 26, (byte)(filter.Length + 8), 0, 0, 1, 0x37, 22, (byte)(filter.Length + 2), .. filter], out _));
    }

    [Fact]
    public void The_end_that_the_gateway_fills_in_is_the_client_s_own()
    {
        var filter = PacketFilterAttributes.Write(
            [new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [_web with { Source = PacketRule.Of(new Ipv4Network(new(1), 32)) }])], isIpv6: false);
        filter[64] = 0x11;

        Assert.Equal(_web, PacketFilterAttributes.Read(filter, isIpv6: false)![0].Rules[0]);
    }

    [Fact]
    public void A_route_without_gateway_and_metric_counts_and_nonsense_does_not()
    {
        byte[] message = [.. Accept(SessionSettings.None), 22, 12, .. "10.0.0.0/8"u8, 22, 5, .. "all"u8];

        Assert.True(AccessReply.TryParse(message, out var reply));

        Assert.Equal([new Ipv4Network(new Ipv4Address(0x0a000000), 8)], ((AccessReply.Accept)reply).Settings.Behind);
    }

    [Fact]
    public void What_another_authority_says_beyond_that_is_left_aside()
    {
        byte[] message = [.. Accept(SessionSettings.None), 11, 6, .. "none"u8, 26, 12, 0, 0, 0, 9, 1, 6, .. "cisc"u8];

        Assert.True(AccessReply.TryParse(message, out var reply));

        Assert.Equal(SessionSettings.None, ((AccessReply.Accept)reply).Settings);
    }

    [Fact]
    public void The_trace_comes_back_with_both_answers()
    {
        AccessReply[] replies =
        [
            new AccessReply.Accept("alice", 0, null, SessionKeys.NotGenerated) { Trace = "network: Staff" },
            new AccessReply.Reject(AccessReason.NoNetworkPolicy, 0, 649, MayRetry: false) { Trace = "network: none" },
        ];

        Assert.All(replies, sent => Assert.True(AccessReply.TryParse(sent.ToBytes(), out var read) && read.Trace == sent.Trace));
    }

    private static byte[] Accept(SessionSettings settings) =>
        new AccessReply.Accept("alice", 0, null, SessionKeys.NotGenerated) { Settings = settings }.ToBytes();

    private static SessionSettings Exchange(SessionSettings sent)
    {
        Assert.True(AccessReply.TryParse(Accept(sent), out var reply));
        return Assert.IsType<AccessReply.Accept>(reply).Settings;
    }
}
