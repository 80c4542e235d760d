using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>Control messages: what is accepted is written back the same, but for the bits that are to be ignored.</summary>
internal sealed class SstpControlTarget : IFuzzTarget
{
    public string Name => "sstp-control";

    public IEnumerable<byte[]> Seeds => Packets.Control;

    public byte[] Repair(byte[] input) => Packets.Repair(input);

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!SstpControlMessage.TryParse(input, out var message, out var fault))
        {
            BrokenLawException.ThrowUnless(fault.Status is not SstpStatus.NoError, "What is refused has a fault.");
            return false;
        }

        CheckAttributes(message);
        CheckTyped(message);
        return true;
    }

    private static void CheckAttributes(SstpControlMessage message)
    {
        var written = new byte[message.Bytes.Length];
        SstpControlMessage.WriteHeader(written, message.Type, written.Length, message.Attributes.Count);
        var at = SstpControlMessage.HeaderLength;
        foreach (var attribute in message.Attributes)
        {
            attribute.Write(written.AsSpan(at));
            at += attribute.Length;
        }

        BrokenLawException.ThrowUnless(at == written.Length, "The attributes fill the message.");
        BrokenLawException.ThrowUnless(written.AsSpan().SequenceEqual(WithoutReserved(message)), "A message is written back as it was.");
    }

    private static byte[] WithoutReserved(SstpControlMessage message)
    {
        var bytes = message.Bytes.ToArray();
        bytes[1] &= 1;
        bytes[2] &= 0x0f;
        var at = SstpControlMessage.HeaderLength;
        foreach (var attribute in message.Attributes)
        {
            bytes[at] = 0;
            bytes[at + 2] &= 0x0f;
            at += attribute.Length;
        }

        return bytes;
    }

    private static void CheckTyped(SstpControlMessage message)
    {
        if (CallConnectRequest.TryParse(message, out var request, out var faults))
            CheckStable(request, again => CallConnectRequest.TryParse(again, out var parsed, out _) ? parsed : null);
        else if (message.Type is SstpMessageType.CallConnectRequest)
            CheckNak(new CallConnectNak(faults));

        if (CallConnectAck.TryParse(message, out var ack, out _))
            CheckStable(ack, again => CallConnectAck.TryParse(again, out var parsed, out _) ? parsed : null);
        if (CallConnectNak.TryParse(message, out var nak, out _))
            CheckNak(nak);
        if (CallConnected.TryParse(message, out var connected, out _))
            CheckStable(connected, again => CallConnected.TryParse(again, out var parsed, out _) ? parsed : null);
        if (CallAbort.TryParse(message, out var abort, out _))
            CheckStable(abort, again => CallAbort.TryParse(again, out var parsed, out _) ? parsed : null);
        if (CallDisconnect.TryParse(message, out var disconnect, out _))
            CheckStable(disconnect, again => CallDisconnect.TryParse(again, out var parsed, out _) ? parsed : null);
        if (PlainMessage.TryParse(message, out var plain, out _))
            CheckStable(plain, again => PlainMessage.TryParse(again, out var parsed, out _) ? parsed : null);
    }

    private static void CheckNak(CallConnectNak nak) =>
        CheckStable(nak, again => CallConnectNak.TryParse(again, out var parsed, out _) ? parsed : null);

    /// <summary>What we write is accepted, and written again the same.</summary>
    private static void CheckStable<TMessage>(TMessage message, Func<SstpControlMessage, TMessage?> parse)
        where TMessage : struct, ISstpMessage
    {
        var written = Packets.Write(message);
        BrokenLawException.ThrowUnless(written.Length <= SstpHeader.MaxPacketLength, "What we write fits a packet.");
        BrokenLawException.ThrowUnless(SstpControlMessage.TryParse(written, out var again, out _), "What we write can be taken apart.");
        BrokenLawException.ThrowUnless(
            parse(again!) is { } parsed && Packets.Write(parsed).AsSpan().SequenceEqual(written), "What we write is read as it was meant.");
    }
}
