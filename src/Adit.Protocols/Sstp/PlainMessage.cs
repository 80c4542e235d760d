namespace Adit.Protocols.Sstp;

/// <summary>The messages without attributes: Call Disconnect Acknowledge, Echo Request and Response ([MS-SSTP] §2.2.15 to §2.2.17).</summary>
/// <param name="Type">Which of the three.</param>
public readonly record struct PlainMessage(SstpMessageType Type) : ISstpMessage
{
    /// <summary>Bytes of the whole message.</summary>
    public int Length => SstpControlMessage.HeaderLength;

    /// <summary>Reads the message.</summary>
    public static bool TryParse(SstpControlMessage message, out PlainMessage plain, out SstpFault fault)
    {
        plain = new PlainMessage(message.Type);
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived);
        if (message.Type is not (SstpMessageType.CallDisconnectAck or SstpMessageType.EchoRequest or SstpMessageType.EchoResponse))
            return false;

        if (message.Attributes.Count > 0)
            fault = new SstpFault(message.Attributes[0].Id, SstpStatus.AttribNotSupportedInMsg);

        return message.Attributes.Count == 0;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination) => SstpControlMessage.WriteHeader(destination, Type, Length, attributes: 0);
}
