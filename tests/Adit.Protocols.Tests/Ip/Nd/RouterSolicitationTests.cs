using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Nd;

namespace Adit.Protocols.Tests.Ip.Nd;

public sealed class RouterSolicitationTests
{
    private static readonly Ipv6Address Host = Ipv6Address.LinkLocal(0x7869_b8ff_fe8e_4a68);

    [Fact]
    public void A_hosts_question_is_read()
    {
        Assert.True(RouterSolicitation.TryParse(RealNeighbors.LinuxSolicitation, out var solicitation));
        Assert.Equal(new RouterSolicitation(Host), solicitation);
    }

    [Fact]
    public void Ours_is_right_by_the_same_rules()
    {
        var packet = new RouterSolicitation(Host).ToPacket();

        Assert.True(RouterSolicitation.TryParse(packet, out var solicitation));
        Assert.Equal(Host, solicitation.Source);
        Assert.Equal(packet, RealNeighbors.Repaired([.. packet]));
    }

    [Theory]
    [InlineData(7, 254)] // hop limit: it came from afar
    [InlineData(41, 1)] // code
    [InlineData(49, 0)] // an option of length 0
    [InlineData(49, 2)] // an option longer than the message
    [InlineData(40, 134)] // another message
    [InlineData(8, 0xff)] // from a multicast address
    public void One_that_RFC_4861_has_dropped_is_refused(int offset, byte value) =>
        Assert.False(RouterSolicitation.TryParse(RealNeighbors.With(RealNeighbors.LinuxSolicitation, offset, value), out _));

    [Fact]
    public void One_with_a_wrong_checksum_is_refused()
    {
        var packet = RealNeighbors.LinuxSolicitation;
        packet[42] ^= 1;

        Assert.False(RouterSolicitation.TryParse(packet, out _));
    }

    [Fact]
    public void A_host_without_an_address_has_no_link_layer_address_to_tell()
    {
        var packet = RealNeighbors.LinuxSolicitation;
        packet.AsSpan(8, 16).Clear();

        Assert.False(RouterSolicitation.TryParse(RealNeighbors.Repaired(packet), out _));
        Assert.True(RouterSolicitation.TryParse(new RouterSolicitation(default).ToPacket(), out var without));
        Assert.True(without.Source.IsUnspecified);
    }

    [Fact]
    public void A_cut_packet_is_refused()
    {
        var packet = RealNeighbors.LinuxSolicitation;

        Assert.All(Enumerable.Range(0, packet.Length), length => Assert.False(RouterSolicitation.TryParse(packet.AsSpan(0, length), out _)));
    }
}
