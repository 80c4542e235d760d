using System.Buffers.Binary;

namespace Adit.Protocols.Ip;

/// <summary>One TCP flow's segments, gathered into a super-packet that cuts back into just these segments.</summary>
internal sealed class CoalescingFlow
{
    private const int MaxLength = ushort.MaxValue;
    private const int PortsLength = 4;
    private const byte DontFragment = 0x40;

    private readonly byte[] _buffer = new byte[VirtioNetHeader.Length + MaxLength + Ipv6Header.Length];
    private TcpLayout _layout; // of the first segment
    private int _length; // of the packet; 0 where the flow holds nothing
    private int _segments;
    private int _segmentPayload;
    private bool _isLast; // a short segment or a push ends the super-packet

    public bool IsEmpty => _length == 0;

    private Span<byte> Packet => _buffer.AsSpan(VirtioNetHeader.Length, _length);

    public bool Holds(ReadOnlySpan<byte> packet, in TcpLayout layout) =>
        HoldsAddresses(layout.Addresses(packet))
        && Packet.Slice(_layout.TcpOffset, PortsLength).SequenceEqual(packet.Slice(layout.TcpOffset, PortsLength));

    public bool HoldsAddresses(ReadOnlySpan<byte> addresses) => !IsEmpty && _layout.Addresses(Packet).SequenceEqual(addresses);

    public void Begin(ReadOnlySpan<byte> packet, in TcpLayout layout)
    {
        _layout = layout;
        _length = packet.Length;
        _segments = 1;
        _segmentPayload = layout.PayloadLength;
        packet.CopyTo(Packet);
        _isLast = (packet[layout.TcpOffset + 13] & TcpLayout.Psh) != 0;
    }

    /// <summary>Appends the payload where the segment is the flow's next, and all that segments of one super-packet share is the same.</summary>
    public bool TryAppend(ReadOnlySpan<byte> packet, in TcpLayout layout)
    {
        if (_isLast || layout != _layout with { Length = layout.Length } || layout.PayloadLength > _segmentPayload
            || _length + layout.PayloadLength > MaxLength || !IsNext(packet) || !HasSameIpHeader(packet) || !HasSameTcpHeader(packet))
            return false;

        packet[layout.PayloadOffset..].CopyTo(_buffer.AsSpan(VirtioNetHeader.Length + _length));
        _length += layout.PayloadLength;
        _segments++;
        var push = packet[layout.TcpOffset + 13] & TcpLayout.Psh;
        Packet[layout.TcpOffset + 13] |= (byte)push;
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
            Ipv4HeaderChecksum.Write(Packet[.._layout.TcpOffset]);
        }

        var tcp = Packet[_layout.TcpOffset..];
        InternetChecksum.WritePartial(tcp[TcpLayout.ChecksumOffset..], _layout.PseudoHeader(Packet, tcp.Length));
        return new VirtioNetHeader(
            VirtioNetHeader.NeedsChecksum,
            _layout.IsIpv6 ? VirtioNetHeader.GsoTcpV6 : VirtioNetHeader.GsoTcpV4,
            (ushort)_layout.PayloadOffset, (ushort)_segmentPayload, (ushort)_layout.TcpOffset, TcpLayout.ChecksumOffset);
    }

    private bool IsNext(ReadOnlySpan<byte> packet)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(Packet[(_layout.TcpOffset + 4)..]);
        return BinaryPrimitives.ReadUInt32BigEndian(packet[(_layout.TcpOffset + 4)..]) == first + (uint)(_length - _layout.PayloadOffset);
    }

    /// <summary>
    /// All but lengths, checksum and identification must agree. Cutting counts the identification up by one per segment, so it must be
    /// so here; only where fragmenting is forbidden does it mean nothing (RFC 6864 §4.1).
    /// </summary>
    private bool HasSameIpHeader(ReadOnlySpan<byte> packet)
    {
        if (_layout.IsIpv6)
            return Packet[..4].SequenceEqual(packet[..4]) && Packet[6..8].SequenceEqual(packet[6..8]);

        var expected = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(Packet[4..]) + _segments);
        return Packet[..2].SequenceEqual(packet[..2]) && Packet[6..10].SequenceEqual(packet[6..10])
            && ((packet[6] & DontFragment) != 0 || BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) == expected);
    }

    /// <summary>Acknowledgement, window, urgent pointer and options must agree; the flags are known to be ACK with or without PSH.</summary>
    private bool HasSameTcpHeader(ReadOnlySpan<byte> packet)
    {
        var ours = Packet[_layout.TcpOffset.._layout.PayloadOffset];
        var theirs = packet[_layout.TcpOffset.._layout.PayloadOffset];
        return ours[8..13].SequenceEqual(theirs[8..13]) && ours[14..16].SequenceEqual(theirs[14..16]) && ours[18..].SequenceEqual(theirs[18..]);
    }
}
