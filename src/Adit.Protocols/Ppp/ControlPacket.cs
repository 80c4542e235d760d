using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>
/// A packet of LCP or of a network control protocol: code, identifier, length, data (RFC 1661 §5). Padding behind it is dropped.
/// </summary>
internal readonly record struct ControlPacket(LcpCode Code, byte Id, ReadOnlyMemory<byte> Data)
{
    public const int HeaderLength = 4;

    public int Length => HeaderLength + Data.Length;

    public static bool TryParse(ReadOnlyMemory<byte> information, out ControlPacket packet)
    {
        packet = default;
        var bytes = information.Span;
        if (bytes.Length < HeaderLength)
            return false;

        var declaredLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (declaredLength < HeaderLength || declaredLength > bytes.Length)
            return false;

        packet = new ControlPacket((LcpCode)bytes[0], bytes[1], information[HeaderLength..declaredLength]);
        return true;
    }

    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)Code;
        destination[1] = Id;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)Length);
        Data.Span.CopyTo(destination[HeaderLength..]);
    }

    /// <summary>Whether identifier and data are the same, whatever the code.</summary>
    public bool SaysTheSameAs(ControlPacket other) => Id == other.Id && Data.Span.SequenceEqual(other.Data.Span);

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }
}
