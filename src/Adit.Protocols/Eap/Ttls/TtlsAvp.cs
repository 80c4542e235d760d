using System.Buffers.Binary;

namespace Adit.Protocols.Eap.Ttls;

/// <summary>An attribute inside of TTLS (RFC 5281 §10.1), in the form of Diameter's with the codes of RADIUS.</summary>
/// <param name="Code">Which one.</param>
/// <param name="IsMandatory">Whether who does not know it must not go on.</param>
/// <param name="Value">A view into what was read; may be secret.</param>
internal readonly record struct TtlsAvp(TtlsAvpCode Code, bool IsMandatory, ReadOnlyMemory<byte> Value)
{
    private const int HeaderLength = 8; // code, flags, length
    private const int VendorLength = 4;
    private const int MaxCount = 64;
    private const byte VendorBit = 0x80;
    private const byte MandatoryBit = 0x40;

    /// <summary>Reads AVPs to the end; false where one does not end there, or there are absurdly many. The last one's padding may be missing.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out IReadOnlyList<TtlsAvp> avps)
    {
        var read = new List<TtlsAvp>();
        avps = read;
        while (!bytes.IsEmpty)
        {
            if (read.Count == MaxCount || !TryReadOne(bytes, out var avp, out var length))
                return false;

            read.Add(avp);
            bytes = bytes[Math.Min(Padded(length), bytes.Length)..];
        }

        return true;
    }

    /// <summary>Its bytes, padded.</summary>
    public byte[] ToBytes()
    {
        var vendor = (uint)((ulong)Code >> 32);
        var start = HeaderLength + (vendor == 0 ? 0 : VendorLength);
        var bytes = new byte[Padded(start + Value.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Code);
        var flags = (vendor == 0 ? 0 : VendorBit) | (IsMandatory ? MandatoryBit : 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)((flags << 24) | (start + Value.Length)));
        if (vendor != 0)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(HeaderLength), vendor);
        Value.CopyTo(bytes.AsMemory(start));
        return bytes;
    }

    /// <summary>Names what it is; its value may be secret.</summary>
    public override string ToString() => Code.ToString();

    private static bool TryReadOne(ReadOnlyMemory<byte> bytes, out TtlsAvp avp, out int length)
    {
        (avp, length) = (default, 0);
        if (bytes.Length < HeaderLength)
            return false;

        var flags = bytes.Span[4];
        var start = HeaderLength + ((flags & VendorBit) == 0 ? 0 : VendorLength);
        length = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[4..]) & 0xFFFFFF);
        if (length < start || length > bytes.Length)
            return false;

        ulong vendor = start == HeaderLength ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[HeaderLength..]);
        var code = (TtlsAvpCode)((vendor << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes.Span));
        avp = new TtlsAvp(code, (flags & MandatoryBit) != 0, bytes[start..length]);
        return true;
    }

    private static int Padded(int length) => (length + 3) & ~3;
}
