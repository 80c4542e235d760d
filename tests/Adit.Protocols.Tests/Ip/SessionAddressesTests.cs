using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class SessionAddressesTests
{
    private static readonly SessionAddresses Own =
        new(new Ipv4Address(0x0a000001), new Ipv6Prefix(new Ipv6Address(0xfd00_0001_0002_0003, 0), 64));

    [Theory]
    [InlineData("fd00:1:2:3::1", "2001:db8::1", true)]
    [InlineData("fd00:1:2:3:ffff:ffff:ffff:ffff", "64:ff9b::1", true)] // any address of its /64, to NAT64
    [InlineData("fd00:1:2:4::1", "2001:db8::1", false)] // the neighbour's /64
    [InlineData("fe80::1", "2001:db8::1", false)] // link-local sources stay on the link
    [InlineData("::", "2001:db8::1", false)]
    [InlineData("fd00:1:2:3::1", "fe80::1", false)]
    [InlineData("fd00:1:2:3::1", "ff02::1", false)]
    [InlineData("fd00:1:2:3::1", "ff0e::1", false)]
    [InlineData("fd00:1:2:3::1", "::", false)]
    [InlineData("fd00:1:2:3::1", "::1", false)]
    [InlineData("fd00:1:2:3::1", "::ffff:10.0.0.1", false)]
    public void What_may_leave_over_IPv6(string source, string destination, bool may)
    {
        var packet = PacketOf(source, destination);

        Assert.Equal(may, Own.IsFromHere(packet));
        Assert.Equal(may, Own.IsForHere(PacketOf(destination, source)));
    }

    [Theory]
    [InlineData(0x0a000001u, true)]
    [InlineData(0x0a000002u, false)]
    public void What_may_leave_over_IPv4(uint source, bool may)
    {
        var packet = Convert.FromHexString("4500001c1c46400040113ec8c0a8006808080808d0f9003500080000");
        new Ipv4Address(source).Write(packet.AsSpan(12));

        Assert.Equal(may, Own.IsFromHere(packet));
    }

    [Fact]
    public void A_session_without_a_family_sends_none_of_it()
    {
        var none = new SessionAddresses(null, null);

        Assert.False(none.IsFromHere(PacketOf("fd00:1:2:3::1", "2001:db8::1")));
        Assert.False(none.IsFromHere(new byte[20]));
        Assert.False(none.IsFromHere([]));
    }

    private static byte[] PacketOf(string source, string destination)
    {
        Assert.True(Ipv6Address.TryParse(source, out var from));
        Assert.True(Ipv6Address.TryParse(destination, out var to));
        return Ipv6Packet.New(from, to, IpProtocol.Udp, hopLimit: 64, payloadLength: 8);
    }
}
