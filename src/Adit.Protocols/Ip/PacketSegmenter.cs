using System.Buffers.Binary;

namespace Adit.Protocols.Ip;

/// <summary>
/// Turns one read of a TUN device (virtio-net header and packet, up to 64 KiB) into packets for the wire: a super-packet into its
/// TCP segments or UDP datagrams, any other packet into itself, with its checksum completed. Call <see cref="TryNext"/> until it says false, then look at
/// <see cref="IsDropped"/>. A read that makes no sense gives nothing at all.
/// </summary>
public ref struct PacketSegmenter
{
    private const int MaxUdpChecksum = ushort.MaxValue;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly VirtioNetHeader _header;
    private readonly TransportLayout _layout; // of super-packets only
    private readonly bool _isSuper;
    private int _position; // of the payload not yet given; a packet that is passed on whole counts as all payload
    private int _index;

    /// <summary>Looks at one read of the device. Nothing is copied: the bytes must stay until the last <see cref="TryNext"/>.</summary>
    public PacketSegmenter(ReadOnlySpan<byte> read)
    {
        IsDropped = true;
        if (!VirtioNetHeader.TryParse(read, out _header))
            return;

        _packet = read[VirtioNetHeader.Length..];
        _isSuper = _header.GsoType != VirtioNetHeader.GsoNone;
        IsDropped = !(_isSuper ? TryLayOut(_packet, _header, out _layout) : IsWhole(_packet, _header));
        _position = _isSuper ? _layout.PayloadOffset : 0;
    }

    /// <summary>Whether the read made no sense, or a packet of it did not fit the destination: count it.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Bytes the next packet needs; 0 when there is none.</summary>
    public readonly int NextLength =>
        IsDropped ? 0
        : !_isSuper ? _packet.Length - _position
        : _position < _packet.Length ? _layout.PayloadOffset + PayloadLength
        : 0;

    private readonly int PayloadLength => Math.Min(_header.GsoSize, _packet.Length - _position);

    /// <summary>Writes the next packet. False at the end; or where it does not fit, which drops it and all that would follow.</summary>
    public bool TryNext(scoped Span<byte> destination, out int length)
    {
        length = NextLength;
        if (length == 0)
            return false;
        if (length > destination.Length)
        {
            length = 0;
            IsDropped = true;
            return false;
        }

        if (_isSuper)
            WriteSegment(destination[..length]);
        else
            WriteWhole(destination[..length]);
        return true;
    }

    /// <summary>A super-packet must be of the kind its header names, with the checksum left to us.</summary>
    private static bool TryLayOut(ReadOnlySpan<byte> packet, in VirtioNetHeader header, out TransportLayout layout) =>
        TransportLayout.TryParse(packet, out layout)
        && (header.GsoType & ~VirtioNetHeader.GsoEcn) == layout.GsoType
        && layout.Length == packet.Length
        && layout.PayloadLength > 0
        && header.GsoSize > 0
        && (header.Flags & VirtioNetHeader.NeedsChecksum) != 0
        && header.ChecksumStart == layout.Offset
        && header.ChecksumOffset == layout.ChecksumOffset;

    private static bool IsWhole(ReadOnlySpan<byte> packet, in VirtioNetHeader header)
    {
        var isIp = (Ipv4Header.TryParse(packet, out var ipv4) && ipv4.TotalLength == packet.Length)
            || (Ipv6Header.TryParse(packet, out var ipv6) && ipv6.TotalLength == packet.Length);
        return isIp && ((header.Flags & VirtioNetHeader.NeedsChecksum) == 0
            || (header.ChecksumStart >= Ipv4Header.MinLength
                && header.ChecksumStart + header.ChecksumOffset + sizeof(ushort) <= packet.Length));
    }

    private void WriteWhole(scoped Span<byte> destination)
    {
        _packet.CopyTo(destination);
        _position = _packet.Length;
        if ((_header.Flags & VirtioNetHeader.NeedsChecksum) == 0)
            return;

        var summed = destination[_header.ChecksumStart..];
        var field = summed.Slice(_header.ChecksumOffset, sizeof(ushort));
        InternetChecksum.Write(field, InternetChecksum.Sum(summed));
        if (_header.ChecksumOffset == TransportLayout.UdpChecksumOffset)
            AvoidZero(field);
    }

    /// <summary>Zero would say "no checksum" (RFC 768).</summary>
    private static void AvoidZero(Span<byte> field)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(field) == 0)
            BinaryPrimitives.WriteUInt16BigEndian(field, MaxUdpChecksum);
    }

    private void WriteSegment(scoped Span<byte> destination)
    {
        _packet[.._layout.PayloadOffset].CopyTo(destination);
        var payloadSum = InternetChecksum.Copy(_packet.Slice(_position, PayloadLength), destination[_layout.PayloadOffset..]);
        WriteIpHeader(destination);
        if (_layout.IsTcp)
            WriteTcpHeader(destination[_layout.Offset..]);
        else
            BinaryPrimitives.WriteUInt16BigEndian(
                destination[(_layout.Offset + TransportLayout.UdpLengthOffset)..], (ushort)(destination.Length - _layout.Offset));
        WriteChecksum(destination, payloadSum);
        _position += PayloadLength;
        _index++;
    }

    private readonly void WriteIpHeader(scoped Span<byte> segment)
    {
        if (_layout.IsIpv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(segment[4..], (ushort)(segment.Length - Ipv6Header.Length));
            return;
        }

        var identification = BinaryPrimitives.ReadUInt16BigEndian(_packet[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], (ushort)segment.Length);
        BinaryPrimitives.WriteUInt16BigEndian(segment[4..], (ushort)(identification + _index));
        Ipv4HeaderChecksum.Write(segment[.._layout.Offset]);
    }

    private readonly void WriteTcpHeader(scoped Span<byte> tcp)
    {
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence + (uint)(_position - _layout.PayloadOffset));
        if (_index > 0)
            tcp[13] &= unchecked((byte)~TransportLayout.Cwr); // the first segment tells it once (RFC 3168 §6.1.2)
        if (_position + PayloadLength < _packet.Length)
            tcp[13] &= unchecked((byte)~(TransportLayout.Fin | TransportLayout.Psh));
    }

    private readonly void WriteChecksum(scoped Span<byte> segment, ulong payloadSum)
    {
        var header = segment[_layout.Offset.._layout.PayloadOffset];
        var field = header.Slice(_layout.ChecksumOffset, sizeof(ushort));
        field.Clear();
        var pseudoHeader = _layout.PseudoHeader(segment, segment.Length - _layout.Offset);
        InternetChecksum.Write(field, InternetChecksum.Sum(header, pseudoHeader) + payloadSum);
        if (!_layout.IsTcp)
            AvoidZero(field);
    }
}
