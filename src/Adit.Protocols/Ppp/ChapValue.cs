namespace Adit.Protocols.Ppp;

/// <summary>CHAP Challenge and Response: a value and a name (RFC 1994 §4.1).</summary>
internal readonly record struct ChapValue(ChapCode Code, byte Id, ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> Name)
{
    public static bool TryRead(ControlPacket packet, out ChapValue result)
    {
        result = default;
        if ((ChapCode)packet.Code is not (ChapCode.Challenge or ChapCode.Response) || packet.Data.IsEmpty)
            return false;

        var size = packet.Data.Span[0];
        var rest = packet.Data[1..];
        if (size > rest.Length)
            return false;

        result = new ChapValue((ChapCode)packet.Code, packet.Id, rest[..size], rest[size..]);
        return true;
    }

    public ControlPacket ToPacket() => new((LcpCode)Code, Id, (byte[])[(byte)Value.Length, .. Value.Span, .. Name.Span]);
}
