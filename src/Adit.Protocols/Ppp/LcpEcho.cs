using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>LCP Echo-Request and Echo-Reply (RFC 1661 §5.8). A reply returns the request's data.</summary>
internal readonly record struct LcpEcho(LcpCode Code, byte Id, uint MagicNumber, ReadOnlyMemory<byte> Data)
{
    private const int MagicLength = sizeof(uint);

    public static bool TryRead(ControlPacket packet, out LcpEcho echo)
    {
        echo = default;
        if (packet.Code is not (LcpCode.EchoRequest or LcpCode.EchoReply) || packet.Data.Length < MagicLength)
            return false;

        echo = new LcpEcho(packet.Code, packet.Id, BinaryPrimitives.ReadUInt32BigEndian(packet.Data.Span), packet.Data[MagicLength..]);
        return true;
    }

    /// <summary>The packet, its data cut so that it is at most <paramref name="maxLength"/> bytes.</summary>
    public ControlPacket ToPacket(int maxLength)
    {
        var dataLength = Math.Clamp(maxLength - ControlPacket.HeaderLength - MagicLength, 0, Data.Length);
        var data = new byte[MagicLength + dataLength];
        BinaryPrimitives.WriteUInt32BigEndian(data, MagicNumber);
        Data.Span[..dataLength].CopyTo(data.AsSpan(MagicLength));
        return new ControlPacket(Code, Id, data);
    }
}
