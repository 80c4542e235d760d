using System.Buffers.Binary;

namespace Adit.Protocols.Sstp;

/// <summary>The Status Info attribute: which attribute a message fell over, and why ([MS-SSTP] §2.2.8).</summary>
/// <param name="Attribute">The attribute it speaks of.</param>
/// <param name="Status">What became of it, as sent, which need not be a known code.</param>
/// <param name="Value">The value that was refused, cut to 64 bytes; empty in Call Abort and Call Disconnect.</param>
public readonly record struct SstpStatusInfo(SstpAttributeId Attribute, SstpStatus Status, ReadOnlyMemory<byte> Value = default)
{
    /// <summary>The most bytes of a refused value that are sent back.</summary>
    public const int MaxValueLength = 64;

    private const int FixedLength = 8;

    /// <summary>Bytes on the wire, the attribute's header included.</summary>
    public int Length => SstpAttribute.HeaderLength + FixedLength + Value.Length;

    /// <summary>Reads the attribute's value.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out SstpStatusInfo info)
    {
        info = default;
        if (value.Length is < FixedLength or > FixedLength + MaxValueLength)
            return false;

        var status = (SstpStatus)BinaryPrimitives.ReadUInt32BigEndian(value.Span[4..]);
        info = new SstpStatusInfo((SstpAttributeId)value.Span[3], status, value[FixedLength..]);
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes, the attribute's header first.</summary>
    public void Write(Span<byte> destination)
    {
        SstpAttribute.WriteHeader(destination, SstpAttributeId.StatusInfo, Length);
        destination = destination[SstpAttribute.HeaderLength..];
        BinaryPrimitives.WriteUInt32BigEndian(destination, (byte)Attribute);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], (uint)Status);
        Value.Span.CopyTo(destination[FixedLength..]);
    }
}
