using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>A configuration option: type, length, data (RFC 1661 §6).</summary>
internal readonly record struct PppOption(byte Type, ReadOnlyMemory<byte> Data)
{
    public const int HeaderLength = 2;

    public int Length => HeaderLength + Data.Length;

    public static PppOption Flag(byte type) => new(type, default);

    public static PppOption Number(byte type, ushort value)
    {
        var data = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(data, value);
        return new PppOption(type, data);
    }

    public static PppOption Number(byte type, uint value)
    {
        var data = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(data, value);
        return new PppOption(type, data);
    }

    public bool TryReadNumber(out uint value)
    {
        value = Data.Length switch
        {
            sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(Data.Span),
            sizeof(uint) => BinaryPrimitives.ReadUInt32BigEndian(Data.Span),
            _ => 0,
        };
        return Data.Length is sizeof(ushort) or sizeof(uint);
    }
}
