namespace Adit.Protocols.Sstp;

/// <summary>Call Disconnect: the call ends as wished ([MS-SSTP] §2.2.14).</summary>
/// <param name="Status">NoError as a rule; null where the sender does not say.</param>
public readonly record struct CallDisconnect(SstpStatusInfo? Status) : ISstpMessage
{
    /// <summary>Bytes of the whole message.</summary>
    public int Length => SstpControlMessage.HeaderLength + (Status?.Length ?? 0);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(SstpControlMessage message, out CallDisconnect disconnect, out SstpFault fault)
    {
        disconnect = default;
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived);
        if (message.Type is not SstpMessageType.CallDisconnect || !Farewell.TryParse(message, out var status, out fault))
            return false;

        disconnect = new CallDisconnect(status);
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination) => Farewell.Write(destination, SstpMessageType.CallDisconnect, Length, Status);
}
