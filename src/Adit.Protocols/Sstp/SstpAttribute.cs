using System.Buffers.Binary;

namespace Adit.Protocols.Sstp;

/// <summary>One attribute of a control message ([MS-SSTP] §2.2.4); reserved bits are ignored when read and written as zero.</summary>
/// <param name="Id">Its type, as sent, which need not be a known one.</param>
/// <param name="Value">Its value without the header, at most 4083 bytes.</param>
public readonly record struct SstpAttribute(SstpAttributeId Id, ReadOnlyMemory<byte> Value)
{
    /// <summary>Bytes in front of the value.</summary>
    public const int HeaderLength = 4;

    /// <summary>Bytes of header and value.</summary>
    public int Length => HeaderLength + Value.Length;

    /// <summary>Takes the attribute at the front of <paramref name="bytes"/>.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out SstpAttribute attribute, out SstpFault fault)
    {
        attribute = default;
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.InvalidFrameReceived);
        var span = bytes.Span;
        if (span.Length < HeaderLength)
            return false;

        var id = (SstpAttributeId)span[1];
        var length = BinaryPrimitives.ReadUInt16BigEndian(span[2..]) & SstpHeader.MaxPacketLength;
        fault = new SstpFault(id, SstpStatus.InvalidAttribValueLength);
        if (length < HeaderLength || length > span.Length)
            return false;

        attribute = new SstpAttribute(id, bytes[HeaderLength..length]);
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        WriteHeader(destination, Id, Length);
        Value.Span.CopyTo(destination[HeaderLength..]);
    }

    /// <summary>What is wrong with it where it is the one that its message is about.</summary>
    internal SstpStatus StatusIfWanted(int valueLength, bool isSecond) =>
        isSecond ? SstpStatus.DuplicateAttribute
        : Value.Length != valueLength ? SstpStatus.InvalidAttribValueLength
        : SstpStatus.NoError;

    /// <summary>What is wrong with it where it is not: only a Status Info without an error may stand beside.</summary>
    internal SstpStatus StatusIfUnwanted() => Id switch
    {
        SstpAttributeId.StatusInfo => !SstpStatusInfo.TryParse(Value, out var info) ? SstpStatus.InvalidAttribValueLength
            : info.Status is SstpStatus.NoError ? SstpStatus.NoError
            : SstpStatus.StatusInfoNotSupportedInMsg,
        SstpAttributeId.EncapsulatedProtocolId or SstpAttributeId.CryptoBinding or SstpAttributeId.CryptoBindingRequest
            => SstpStatus.AttribNotSupportedInMsg,
        _ => SstpStatus.UnrecognizedAttribute,
    };

    internal static void WriteHeader(Span<byte> destination, SstpAttributeId id, int length)
    {
        destination[0] = 0;
        destination[1] = (byte)id;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)length);
    }
}
