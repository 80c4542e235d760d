using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip.Probing;

/// <summary>
/// Asks whether a TCP port is open, without a connection: a SYN, what answers it, and a reset that takes it back (RFC 9293 §3.5).
/// </summary>
/// <param name="Source">Our address.</param>
/// <param name="SourcePort">Our port.</param>
/// <param name="Destination">The host's address.</param>
/// <param name="DestinationPort">Its port.</param>
/// <param name="Sequence">The number that the answer must acknowledge.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TcpKnock(Ipv4Address Source, ushort SourcePort, Ipv4Address Destination, ushort DestinationPort, uint Sequence)
{
    private const byte VersionAndLength = 0x45;
    private const ushort DontFragment = 0x4000;
    private const byte TimeToLive = 64;
    internal const byte Reset = 0x04;
    private const ushort Window = 1024;

    /// <summary>The SYN as a whole packet.</summary>
    public byte[] WriteSyn() => Write(Sequence, TransportLayout.Syn);

    /// <summary>The reset that takes it back.</summary>
    public byte[] WriteReset() => Write(unchecked(Sequence + 1), Reset);

    /// <summary>Whether a packet answers the SYN: true where the port is open, false where it is closed, null where it is no answer.</summary>
    public bool? Read(ReadOnlySpan<byte> packet)
    {
        if (!TransportLayout.TryParseTcp(packet, out var layout) || layout.IsIpv6 || Ipv4Address.Read(packet[12..]) != Destination || Ipv4Address.Read(packet[16..]) != Source)
            return null;

        var tcp = packet[layout.Offset..layout.Length];
        return InternetChecksum.IsIntact(InternetChecksum.Sum(tcp, layout.PseudoHeader(packet, tcp.Length))) ? ReadAnswer(tcp, SourcePort, DestinationPort, Sequence) : null;
    }

    /// <summary>The same of TCP alone, whose checksum is right.</summary>
    internal static bool? ReadAnswer(ReadOnlySpan<byte> tcp, ushort ownPort, ushort port, uint sequence)
    {
        if (tcp.Length < TransportLayout.MinTcpLength)
            return null;

        var isOurs = BinaryPrimitives.ReadUInt16BigEndian(tcp) == port && BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]) == ownPort
            && BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]) == unchecked(sequence + 1);
        var flags = tcp[13];
        return !isOurs || (flags & TransportLayout.Ack) == 0 ? null
            : (flags & Reset) != 0 ? false
            : (flags & TransportLayout.Syn) != 0 ? true
            : null;
    }

    private byte[] Write(uint sequence, byte flags)
    {
        var packet = new byte[Ipv4Header.MinLength + TransportLayout.MinTcpLength];
        packet[0] = VersionAndLength;
        packet[3] = (byte)packet.Length;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), DontFragment);
        packet[8] = TimeToLive;
        packet[9] = (byte)IpProtocol.Tcp;
        Source.Write(packet.AsSpan(12));
        Destination.Write(packet.AsSpan(16));
        Ipv4HeaderChecksum.Write(packet.AsSpan(0, Ipv4Header.MinLength));
        var tcp = packet.AsSpan(Ipv4Header.MinLength);
        WriteHeader(tcp, SourcePort, DestinationPort, sequence, flags);
        InternetChecksum.Write(tcp.Slice(TransportLayout.TcpChecksumOffset, sizeof(ushort)),
            InternetChecksum.Sum(tcp, InternetChecksum.PseudoHeader(packet.AsSpan(12, 8), IpProtocol.Tcp, tcp.Length)));
        return packet;
    }

    /// <summary>A header of TCP without options, whose checksum is still zero.</summary>
    internal static void WriteHeader(Span<byte> tcp, ushort ownPort, ushort port, uint sequence, byte flags)
    {
        BinaryPrimitives.WriteUInt16BigEndian(tcp, ownPort);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        tcp[12] = (TransportLayout.MinTcpLength / 4) << 4;
        tcp[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], Window);
    }
}
