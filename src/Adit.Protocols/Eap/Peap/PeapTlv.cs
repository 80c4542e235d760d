using System.Buffers.Binary;

namespace Adit.Protocols.Eap.Peap;

/// <summary>A type, a length, and that many bytes ([MS-PEAP] 2.2.4).</summary>
/// <param name="Type">What it is, of 14 bits.</param>
/// <param name="IsMandatory">Whether who does not know it must not go on.</param>
/// <param name="Value">A view into what was read.</param>
internal readonly record struct PeapTlv(PeapTlvType Type, bool IsMandatory, ReadOnlyMemory<byte> Value)
{
    public const int HeaderLength = 4;

    private const ushort MandatoryBit = 0x8000;
    private const ushort TypeMask = 0x3FFF;
    private const int MaxCount = 16;

    /// <summary>Reads TLVs to the end; false where one does not end there, or there are absurdly many.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out IReadOnlyList<PeapTlv> tlvs)
    {
        var read = new List<PeapTlv>();
        tlvs = read;
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < HeaderLength || read.Count == MaxCount)
                return false;

            var (type, length) = (BinaryPrimitives.ReadUInt16BigEndian(bytes.Span), BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[2..]));
            if (length > bytes.Length - HeaderLength)
                return false;

            read.Add(new PeapTlv((PeapTlvType)(type & TypeMask), (type & MandatoryBit) != 0, bytes.Slice(HeaderLength, length)));
            bytes = bytes[(HeaderLength + length)..];
        }

        return true;
    }

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Value.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)((ushort)Type | (IsMandatory ? MandatoryBit : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)Value.Length);
        Value.CopyTo(bytes.AsMemory(HeaderLength));
        return bytes;
    }
}
