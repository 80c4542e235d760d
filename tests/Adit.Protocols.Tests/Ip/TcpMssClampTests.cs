using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class TcpMssClampTests
{
    [Theory]
    [InlineData(false, 1360)]
    [InlineData(true, 1340)]
    public void A_syn_announces_no_more_than_the_tunnel_carries(bool ipv6, int expected)
    {
        var packet = Syn(ipv6, [2, 4, 5, 180, 1, 3, 3, 7]);

        Assert.True(TcpMssClamp.Clamp(packet, mtu: 1400));
        Assert.Equal(Syn(ipv6, [2, 4, (byte)(expected >> 8), (byte)expected, 1, 3, 3, 7]), packet);
    }

    [Fact]
    public void An_option_at_an_odd_place_keeps_the_checksum_right()
    {
        var packet = Syn(ipv6: false, [1, 2, 4, 5, 180, 1, 1, 0]);

        Assert.True(TcpMssClamp.Clamp(packet, mtu: 1400));
        Assert.Equal(Syn(ipv6: false, [1, 2, 4, 5, 80, 1, 1, 0]), packet);
    }

    [Theory]
    [InlineData(new byte[] { 2, 4, 5, 80 })] // 1360 fits
    [InlineData(new byte[] { 1, 1, 1, 1 })] // no such option
    [InlineData(new byte[] { 0, 2, 4, 5, 180, 0, 0, 0 })] // after the end of options
    [InlineData(new byte[] { 3, 0, 2, 4, 5, 180, 0, 0 })] // an option of no length
    [InlineData(new byte[] { 1, 1, 1, 2 })] // cut off
    [InlineData(new byte[] { 1, 1, 2, 4 })] // its value lies beyond the header
    [InlineData(new byte[] { 2, 3, 5, 0 })] // of a wrong length
    public void What_needs_no_change_or_makes_no_sense_stays(byte[] options)
    {
        var packet = Syn(ipv6: false, options);

        Assert.False(TcpMssClamp.Clamp(packet, mtu: 1400));
        Assert.Equal(Syn(ipv6: false, options), packet);
    }

    [Fact]
    public void Data_segments_stay()
    {
        var packet = Packets.Build(new Packets.Tcp { Options = [2, 4, 5, 180] });

        Assert.False(TcpMssClamp.Clamp(packet, mtu: 1400));
    }

    [Fact]
    public void A_tunnel_too_narrow_for_any_data_changes_nothing() =>
        Assert.False(TcpMssClamp.Clamp(Syn(ipv6: false, [2, 4, 5, 180]), mtu: 40));

    [Fact]
    public void Random_options_leave_a_right_checksum_and_never_throw()
    {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var options = new byte[4 * random.Next(0, 11)];
            for (var i = 0; i < options.Length; i++)
                options[i] = (byte)random.Next(0, 6);
            var packet = Syn(ipv6: (round & 1) == 0, options);
            TcpMssClamp.Clamp(packet, random.Next(0, 1500));

            var ip = (round & 1) == 0 ? 40 : 20;
            Assert.Equal(Packets.TcpChecksum(packet, ip), BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(ip + 16)));
        }
    }

    private static byte[] Syn(bool ipv6, byte[] options) =>
        Packets.Build(new Packets.Tcp { Ipv6 = ipv6, Flags = Packets.Syn, Options = options });
}
