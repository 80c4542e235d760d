using System.Net;
using Adit.Linux.Netlink;

namespace Adit.Linux.Tests.Netlink;

/// <summary>Bytes as a little-endian machine sends and gets them; the kernel's side is proved by <see cref="NetworkLinksTests"/>.</summary>
public sealed class NetlinkCodecTests
{
    [Fact]
    public void Setting_a_link_up_is_these_bytes() => AssertBytes(
        "28000000 1000 0500 07000000 00000000" // length, RTM_NEWLINK, REQUEST|ACK, sequence, sender
        + "00 00 0000 03000000 01000000 01000000" // ifinfomsg: index 3, IFF_UP, mask IFF_UP
        + "0800 0400 78050000", // IFLA_MTU 1400
        RouteMessages.SetLink(new byte[512], index: 3, up: true, mtu: 1400));

    [Fact]
    public void Adding_an_address_with_a_peer_is_these_bytes() => AssertBytes(
        "28000000 1400 0505 07000000 00000000"
        + "02 20 00 00 03000000" // ifaddrmsg: AF_INET /32
        + "0800 0200 0a5d0001 0800 0100 0a5d0002", // IFA_LOCAL, IFA_ADDRESS
        RouteMessages.ChangeAddress(new byte[512], Rtnetlink.NewAddress, Rtnetlink.Create | Rtnetlink.Replace, 3,
            IPAddress.Parse("10.93.0.1"), 32, IPAddress.Parse("10.93.0.2")));

    [Fact]
    public void Adding_a_route_is_these_bytes() => AssertBytes(
        "3c000000 1800 0506 07000000 00000000"
        + "02 18 00 00 fe 04 00 01 00000000" // rtmsg: /24, main table, static, universe, unicast
        + "0800 0100 c0000200 0800 0500 0a5d0002 0800 0400 03000000 0800 0600 32000000",
        RouteMessages.ChangeRoute(new byte[512], Rtnetlink.NewRoute, Rtnetlink.Create | Rtnetlink.Exclusive,
            new NetworkRoute(IPNetwork.Parse("192.0.2.0/24"), IPAddress.Parse("10.93.0.2"), "adit0", Metric: 50), index: 3));

    [Fact]
    public void A_text_attribute_is_padded_to_four_bytes() => AssertBytes(
        "2c000000 1200 0100 07000000 00000000 00000000000000000000000000000000 0a00 0300 616469743000 0000",
        RouteMessages.GetLink(new byte[512], "adit0"));

    [Fact]
    public void A_refusal_is_read_with_the_kernels_words()
    {
        var message = Read("2c000000 0200 0003 07000000 00000000 eaffffff 20000000180005060700000000000000 0800 0100 4e6f2100");

        Assert.True(message.TryReadError(out var error, out var text));
        Assert.Equal((22, "No!"), (error, text));
    }

    [Fact]
    public void An_address_of_global_scope_is_read()
    {
        var message = Read("28000000 1400 0200 07000000 00000000 02 18 80 00 03000000 0800 0100 0a5d0001 0800 0200 0a5d0001");

        Assert.True(RouteMessages.TryReadGlobalAddress(message, out var index, out var address));
        Assert.Equal(3, index);
        Assert.Equal(new InterfaceAddress("", IPAddress.Parse("10.93.0.1"), 24, Peer: null), address);
    }

    [Fact]
    public void A_link_local_address_is_left_out() => Assert.False(RouteMessages.TryReadGlobalAddress(
        Read("20000000 1400 0200 07000000 00000000 02 18 80 fd 03000000 0800 0100 0a5d0001"), out _, out _));

    [Fact]
    public void No_bytes_make_the_reader_throw_or_run_without_end()
    {
        var random = new Random(19);
        var seed = Bytes("28000000 1400 0200 07000000 00000000 02 18 80 00 03000000 0800 0100 0a5d0001 0800 0200 0a5d0001"
            + "2c000000 0200 0003 07000000 00000000 eaffffff 20000000180005060700000000000000 0800 0100 4e6f2100"
            + "2c000000 1800 0200 07000000 00000000 02200000fe00000100000000 0800 0400 03000000 0800 0500 0a5d0002");
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = seed.AsSpan().ToArray();
            for (var i = random.Next(6); i >= 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(random.Next(1, 256));
            ReadOnlySpan<byte> datagram = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            var count = 0;
            while (NetlinkMessage.TryTake(ref datagram, out var message))
            {
                message.TryReadError(out _, out _);
                RouteMessages.TryReadLink(message, out _, out _);
                RouteMessages.TryReadGlobalAddress(message, out _, out _);
                RouteMessages.TryReadRoute(message, out _, out _);
                Assert.InRange(++count, 1, bytes.Length / Rtnetlink.HeaderLength);
            }
        }
    }

    private static NetlinkMessage Read(string hex)
    {
        ReadOnlySpan<byte> datagram = Bytes(hex);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out var message));
        Assert.Equal(0, datagram.Length);
        return message;
    }

    private static void AssertBytes(string hex, NetlinkRequest request) =>
        Assert.Equal(Convert.ToHexString(Bytes(hex)), Convert.ToHexString(request.Finish(sequence: 7)));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
