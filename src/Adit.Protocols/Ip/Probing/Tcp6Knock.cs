using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip.Probing;

/// <summary><see cref="TcpKnock"/> over IPv6.</summary>
/// <param name="Source">Our address.</param>
/// <param name="SourcePort">Our port.</param>
/// <param name="Destination">The host's address.</param>
/// <param name="DestinationPort">Its port.</param>
/// <param name="Sequence">The number that the answer must acknowledge.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Tcp6Knock(Ipv6Address Source, ushort SourcePort, Ipv6Address Destination, ushort DestinationPort, uint Sequence)
{
    private const byte HopLimit = 64;

    /// <summary>The SYN as a whole packet.</summary>
    public byte[] WriteSyn() => Write(Sequence, TransportLayout.Syn);

    /// <summary>The reset that takes it back.</summary>
    public byte[] WriteReset() => Write(unchecked(Sequence + 1), TcpKnock.Reset);

    /// <summary>Whether a packet answers the SYN: true where the port is open, false where it is closed, null where it is no answer.</summary>
    public bool? Read(ReadOnlySpan<byte> packet) =>
        Ipv6Packet.TryOpen(packet, IpProtocol.Tcp, out var source, out var destination, out var tcp) && source == Destination && destination == Source
            ? TcpKnock.ReadAnswer(tcp, SourcePort, DestinationPort, Sequence)
            : null;

    private byte[] Write(uint sequence, byte flags)
    {
        var packet = Ipv6Packet.New(Source, Destination, IpProtocol.Tcp, HopLimit, TransportLayout.MinTcpLength);
        TcpKnock.WriteHeader(packet.AsSpan(Ipv6Header.Length), SourcePort, DestinationPort, sequence, flags);
        Ipv6Packet.WriteChecksum(packet, TransportLayout.TcpChecksumOffset);
        return packet;
    }
}
