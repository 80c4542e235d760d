namespace Adit.Protocols.Sstp;

/// <summary>Call Abort: the call ends because of a fault ([MS-SSTP] §2.2.13).</summary>
/// <param name="Status">Which fault; null where the sender does not say.</param>
public readonly record struct CallAbort(SstpStatusInfo? Status) : ISstpMessage
{
    /// <summary>Bytes of the whole message.</summary>
    public int Length => SstpControlMessage.HeaderLength + (Status?.Length ?? 0);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(SstpControlMessage message, out CallAbort abort, out SstpFault fault)
    {
        abort = default;
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived);
        if (message.Type is not SstpMessageType.CallAbort || !Farewell.TryParse(message, out var status, out fault))
            return false;

        abort = new CallAbort(status);
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination) => Farewell.Write(destination, SstpMessageType.CallAbort, Length, Status);
}
