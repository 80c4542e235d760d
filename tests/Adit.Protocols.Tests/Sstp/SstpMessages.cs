using System.Buffers.Binary;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>Messages as bytes, right ones and wrong ones.</summary>
internal static class SstpMessages
{
    public static byte[] ConnectRequest { get; } = Hex("1001000E 0001 0001 00010006 0001");

    public static byte[] EchoRequest { get; } = Hex("10010008 0008 0000");

    public static byte[] EchoResponse { get; } = Hex("10010008 0009 0000");

    public static byte[] Disconnect { get; } = Hex("10010014 0006 0001 0002000C 00000000 00000000");

    public static byte[] DisconnectAck { get; } = Hex("10010008 0007 0000");

    /// <summary>The frame FF 03 C0 21 as a data packet.</summary>
    public static byte[] Data { get; } = Hex("10000008 FF03C021");

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Abort(byte attribute, byte status) => Hex($"10010014 0005 0001 0002000C 000000{attribute:X2} 000000{status:X2}");

    public static byte[] Ack(byte hashes) => Hex($"10010030 0002 0001 00040028 000000{hashes:X2} {new string('7', 64)}");

    /// <summary>A control message of any type with these attributes, its lengths right.</summary>
    public static byte[] Control(int type, params byte[][] attributes)
    {
        byte[] message = [0x10, 0x01, 0, 0, 0, (byte)type, 0, (byte)attributes.Length, .. attributes.SelectMany(a => a)];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)message.Length);
        return message;
    }

    public static byte[] Attribute(int id, params byte[] value)
    {
        byte[] attribute = [0, (byte)id, 0, 0, .. value];
        BinaryPrimitives.WriteUInt16BigEndian(attribute.AsSpan(2), (ushort)attribute.Length);
        return attribute;
    }

    public static byte[] Written<TMessage>(TMessage message) where TMessage : ISstpMessage
    {
        var bytes = new byte[message.Length];
        message.Write(bytes);
        return bytes;
    }

    public static SstpControlMessage Parse(byte[] bytes)
    {
        Assert.True(SstpControlMessage.TryParse(bytes, out var message, out _));
        return message;
    }
}
