using System.Buffers.Binary;

namespace Adit.Protocols.Eap;

/// <summary>A packet of EAP (RFC 3748 §4).</summary>
/// <param name="Code">What it is.</param>
/// <param name="Identifier">Joins a response to its request.</param>
/// <param name="Type">What it is about; none in Success and Failure.</param>
/// <param name="Data">What follows the type: a view into what was read.</param>
public readonly record struct EapPacket(EapCode Code, byte Identifier, EapType Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes before the data of a request or a response.</summary>
    public const int HeaderLength = 5;

    private const int BareLength = 4;

    /// <summary>Reads a packet; false where it is none. What is behind its length is padding.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out EapPacket packet)
    {
        packet = default;
        if (bytes.Length < BareLength)
            return false;

        var (code, length) = ((EapCode)bytes.Span[0], BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[2..]));
        if (length > bytes.Length)
            return false;

        packet = code switch
        {
            EapCode.Request or EapCode.Response when length >= HeaderLength =>
                new EapPacket(code, bytes.Span[1], (EapType)bytes.Span[4], bytes[HeaderLength..length]),
            EapCode.Success or EapCode.Failure when length == BareLength => new EapPacket(code, bytes.Span[1], EapType.None, default),
            _ => default,
        };
        return packet.Code is not EapCode.None;
    }

    /// <summary>Its bytes, without padding.</summary>
    public byte[] ToBytes()
    {
        var hasType = Code is EapCode.Request or EapCode.Response;
        var bytes = new byte[hasType ? HeaderLength + Data.Length : BareLength];
        (bytes[0], bytes[1]) = ((byte)Code, Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        if (!hasType)
            return bytes;

        bytes[4] = (byte)Type;
        Data.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <summary>Names what it is; its data may be secret.</summary>
    public override string ToString() => $"{Code} {Identifier} {Type}";
}
