using System.Buffers.Binary;

namespace Adit.Protocols.Ip;

/// <summary>The segments, or datagrams, of one flow, gathered into a super-packet that cuts back into just these.</summary>
internal sealed class CoalescingFlow
{
    private const int MaxLength = ushort.MaxValue;
    private const int PortsLength = 4;

    // As many as the kernel gathers itself (UDP_GRO_CNT_MAX): no receiver needs room for more.
    private const int MostDatagrams = 64;

    private const byte DontFragment = 0x40;

    private readonly byte[] _buffer = new byte[VirtioNetHeader.Length + MaxLength + Ipv6Header.Length];
    private TransportLayout _layout; // of the first segment
    private int _length; // of the packet; 0 where the flow holds nothing
    private int _segments;
    private int _segmentPayload;
    private bool _isLast; // a short packet or a push ends the super-packet

    public bool IsEmpty => _length == 0;

    private Span<byte> Packet => _buffer.AsSpan(VirtioNetHeader.Length, _length);

    public bool Holds(ReadOnlySpan<byte> packet, in TransportLayout layout) =>
        layout.Protocol == _layout.Protocol && HoldsAddresses(layout.Addresses(packet))
        && Packet.Slice(_layout.Offset, PortsLength).SequenceEqual(packet.Slice(layout.Offset, PortsLength));

    public bool HoldsAddresses(ReadOnlySpan<byte> addresses) => !IsEmpty && _layout.Addresses(Packet).SequenceEqual(addresses);

    public void Begin(ReadOnlySpan<byte> packet, in TransportLayout layout)
    {
        _layout = layout;
        _length = packet.Length;
        _segments = 1;
        _segmentPayload = layout.PayloadLength;
        packet.CopyTo(Packet);
        _isLast = PushOf(packet, layout) != 0;
    }

    /// <summary>Appends the payload where the packet is the flow's next and intact, and all that packets of one super-packet share is the same.</summary>
    public bool TryAppend(ReadOnlySpan<byte> packet, in TransportLayout layout)
    {
        var held = Packet;
        if (_isLast || layout != _layout with { Length = layout.Length } || layout.PayloadLength > _segmentPayload
            || _length + layout.PayloadLength > MaxLength || !HasSameIpHeader(held, packet) || !IsNext(held, packet)
            || !TryCopyIntact(packet, layout))
            return false;

        _length += layout.PayloadLength;
        _segments++;
        var push = PushOf(packet, layout);
        if (push != 0)
            held[layout.Offset + 13] |= push;
        _isLast = push != 0 || layout.PayloadLength < _segmentPayload;
        return true;
    }

    /// <summary>Gives the super-packet away, or the only segment as it came.</summary>
    public void Flush(IPacketSink sink)
    {
        if (IsEmpty)
            return;

        var header = _segments > 1 ? Complete() : default;
        header.Write(_buffer);
        var length = VirtioNetHeader.Length + _length;
        _length = 0;
        sink.Write(_buffer.AsSpan(0, length));
    }

    private VirtioNetHeader Complete()
    {
        if (_layout.IsIpv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Packet[4..], (ushort)(_length - Ipv6Header.Length));
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(Packet[2..], (ushort)_length);
            Ipv4HeaderChecksum.Write(Packet[.._layout.Offset]);
        }

        var transport = Packet[_layout.Offset..];
        if (!_layout.IsTcp)
            BinaryPrimitives.WriteUInt16BigEndian(transport[TransportLayout.UdpLengthOffset..], (ushort)transport.Length);
        InternetChecksum.WritePartial(transport[_layout.ChecksumOffset..], _layout.PseudoHeader(Packet, transport.Length));
        return new VirtioNetHeader(
            VirtioNetHeader.NeedsChecksum, _layout.GsoType,
            (ushort)_layout.PayloadOffset, (ushort)_segmentPayload, (ushort)_layout.Offset, (ushort)_layout.ChecksumOffset);
    }

    private static byte PushOf(ReadOnlySpan<byte> packet, in TransportLayout layout) =>
        layout.IsTcp ? (byte)(packet[layout.Offset + 13] & TransportLayout.Psh) : (byte)0;

    /// <summary>Copies the payload behind what is held, where it is no part of it yet, and sums it on the way: one go over it for both.</summary>
    private bool TryCopyIntact(ReadOnlySpan<byte> packet, in TransportLayout layout) =>
        layout.HasIntactIpHeader(packet)
        && InternetChecksum.IsIntact(InternetChecksum.Copy(
            packet[layout.PayloadOffset..], _buffer.AsSpan(VirtioNetHeader.Length + _length), layout.HeaderSum(packet)));

    /// <summary>A datagram has no place in its flow but that it came next.</summary>
    private bool IsNext(ReadOnlySpan<byte> held, ReadOnlySpan<byte> packet) =>
        _layout.IsTcp ? IsNextInSequence(held, packet) && HasSameTcpHeader(held, packet) : _segments < MostDatagrams;

    private bool IsNextInSequence(ReadOnlySpan<byte> held, ReadOnlySpan<byte> packet)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(held[(_layout.Offset + 4)..]);
        return BinaryPrimitives.ReadUInt32BigEndian(packet[(_layout.Offset + 4)..]) == first + (uint)(_length - _layout.PayloadOffset);
    }

    /// <summary>
    /// All but lengths, checksum and identification must agree. Cutting counts the identification up by one per segment, so it must be
    /// so here; only where fragmenting is forbidden does it mean nothing (RFC 6864 §4.1).
    /// </summary>
    private bool HasSameIpHeader(ReadOnlySpan<byte> held, ReadOnlySpan<byte> packet)
    {
        if (_layout.IsIpv6)
            return held[..4].SequenceEqual(packet[..4]) && held[6..8].SequenceEqual(packet[6..8]);

        var expected = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(held[4..]) + _segments);
        return held[..2].SequenceEqual(packet[..2]) && held[6..10].SequenceEqual(packet[6..10])
            && ((packet[6] & DontFragment) != 0 || BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) == expected);
    }

    /// <summary>Acknowledgement, window, urgent pointer and options must agree; the flags are known to be ACK with or without PSH.</summary>
    private bool HasSameTcpHeader(ReadOnlySpan<byte> held, ReadOnlySpan<byte> packet)
    {
        var ours = held[_layout.Offset.._layout.PayloadOffset];
        var theirs = packet[_layout.Offset.._layout.PayloadOffset];
        return ours[8..13].SequenceEqual(theirs[8..13]) && ours[14..16].SequenceEqual(theirs[14..16]) && ours[18..].SequenceEqual(theirs[18..]);
    }
}
