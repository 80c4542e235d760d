using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>
/// The header that leads each packet on a TUN device with IFF_VNET_HDR (virtio 1.2 §5.1.6, legacy form): ten bytes in the machine's
/// byte order. It says what is still to be done to the packet.
/// </summary>
/// <param name="Flags"><see cref="NeedsChecksum"/> or 0; other bits do not concern us.</param>
/// <param name="GsoType">How to cut a super-packet into segments, or <see cref="GsoNone"/>.</param>
/// <param name="HeaderLength">Bytes of all headers together; only a hint.</param>
/// <param name="GsoSize">Bytes of payload in each segment but the last.</param>
/// <param name="ChecksumStart">Where summing begins: the offset of the transport header.</param>
/// <param name="ChecksumOffset">Where the checksum goes, counted from <paramref name="ChecksumStart"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VirtioNetHeader(
    byte Flags, byte GsoType, ushort HeaderLength, ushort GsoSize, ushort ChecksumStart, ushort ChecksumOffset)
{
    /// <summary>Bytes on the device.</summary>
    public const int Length = 10;

    /// <summary>The flag: the checksum field holds only the pseudo header's sum.</summary>
    public const byte NeedsChecksum = 1;

    /// <summary>One packet, ready for the wire.</summary>
    public const byte GsoNone = 0;

    /// <summary>TCP over IPv4.</summary>
    public const byte GsoTcpV4 = 1;

    /// <summary>TCP over IPv6.</summary>
    public const byte GsoTcpV6 = 4;

    /// <summary>UDP datagrams of one size over either family, where the device has USO.</summary>
    public const byte GsoUdpL4 = 5;

    /// <summary>Set in <see cref="GsoType"/> beside the others: the first segment bears CWR.</summary>
    public const byte GsoEcn = 0x80;

    /// <summary>Reads the header. False where it is not all there.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out VirtioNetHeader header)
    {
        header = default;
        if (source.Length < Length)
            return false;

        header = new VirtioNetHeader(
            source[0], source[1], Read(source[2..]), Read(source[4..]), Read(source[6..]), Read(source[8..]));
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Flags;
        destination[1] = GsoType;
        MemoryMarshal.Write(destination[2..], HeaderLength);
        MemoryMarshal.Write(destination[4..], GsoSize);
        MemoryMarshal.Write(destination[6..], ChecksumStart);
        MemoryMarshal.Write(destination[8..], ChecksumOffset);
    }

    private static ushort Read(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ushort>(source);
}
