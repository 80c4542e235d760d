namespace Adit.Protocols.Tests.Ip.Nd;

/// <summary>Packets of others, as they were on the wire.</summary>
internal static class RealNeighbors
{
    /// <summary>The Linux kernel asks for routers; with its link-layer address.</summary>
    public static byte[] LinuxSolicitation => Convert.FromHexString(
        "6000000000103afffe800000000000007869b8fffe8e4a68ff0200000000000000000000000000028500846d0000000001017a69b88e4a68");

    /// <summary>
    /// dnsmasq 2.90 answers: a prefix with both flags, an MTU, its link-layer address, two search domains and a name server, all for an
    /// hour, but the router for half an hour.
    /// </summary>
    public static byte[] DnsmasqAdvertisement => Convert.FromHexString(
        "6c08118e00803afffe800000000000000463cafffed71464fe800000000000007869b8fffe8e4a688600" +
        "9fcd404007080000000000000000030440c000000e1000000e1000000000fd123456789a0001000000000000000005010000" +
        "000005dc01010663cad714641f05000000000e1004636f7270076578616d706c6500036c6162076578616d706c6500000000" +
        "00001903000000000e10fd123456789a00010000000000000001");

    /// <summary>Puts right the checksum of an ICMPv6 message that a test has changed.</summary>
    public static byte[] Repaired(byte[] packet)
    {
        (packet[42], packet[43]) = (0, 0);
        var checksum = Packets.Checksum([.. Packets.PseudoHeader(packet, 40, 58), .. packet[40..]]);
        (packet[42], packet[43]) = ((byte)(checksum >> 8), (byte)checksum);
        return packet;
    }

    /// <summary>With one byte changed and the checksum right.</summary>
    public static byte[] With(byte[] packet, int offset, byte value)
    {
        packet[offset] = value;
        return Repaired(packet);
    }
}
