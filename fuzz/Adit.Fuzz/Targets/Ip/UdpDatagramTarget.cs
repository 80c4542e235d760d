using System.Buffers.Binary;
using Adit.Fuzz.Targets.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>UDP over IPv4: what is read lies within the packet, and a packet made of it reads the same.</summary>
internal sealed class UdpDatagramTarget : IFuzzTarget
{
    private const int HeadersLength = Ipv4Header.MinLength + UdpDatagram.HeaderLength;

    public string Name => "udp-datagram";

    public IEnumerable<byte[]> Seeds =>
    [
        new UdpDatagram(DhcpMessages.Address, 68, DhcpMessages.Server, 67, DhcpMessages.Inform).ToArray(),
        new UdpDatagram(default, 68, new(uint.MaxValue), 67, []).ToArray(),
        Fix(Convert.FromHexString("4600001f00000000401100000a0000010a00000294040000003500350009000041ff")),
    ];

    public byte[] Repair(byte[] input) => Fix(input.ToArray());

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!UdpDatagram.TryParse(input.Span, out var datagram))
            return false;

        BrokenLawException.ThrowUnless(
            datagram.Payload.IsEmpty || input.Span.Overlaps(datagram.Payload), "A payload is a view into its packet.");
        var written = datagram.ToArray();
        BrokenLawException.ThrowUnless(UdpDatagram.TryParse(written, out var again), "What is written can be read.");
        BrokenLawException.ThrowUnless(
            again.Payload.SequenceEqual(datagram.Payload) && again.Source == datagram.Source && again.Destination == datagram.Destination
            && again.SourcePort == datagram.SourcePort && again.DestinationPort == datagram.DestinationPort,
            "What is written reads the same.");
        return true;
    }

    /// <summary>Version, lengths and the header's checksum right; UDP without a checksum of its own.</summary>
    private static byte[] Fix(byte[] packet)
    {
        if (packet.Length < HeadersLength)
            return packet;

        packet[0] = (byte)(0x40 | Math.Clamp(packet[0] & 0x0f, 5, Math.Min(15, (packet.Length - UdpDatagram.HeaderLength) / 4)));
        var header = (packet[0] & 0x0f) * 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet.AsSpan(6, 2).Clear();
        packet[9] = (byte)IpProtocol.Udp;
        Ipv4HeaderChecksum.Write(packet.AsSpan(0, header));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(header + 4), (ushort)(packet.Length - header));
        packet.AsSpan(header + 6, 2).Clear();
        return packet;
    }
}
