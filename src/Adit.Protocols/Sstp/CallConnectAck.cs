namespace Adit.Protocols.Sstp;

/// <summary>Call Connect Acknowledge: the server grants the call and says what the binding is to be made of ([MS-SSTP] §2.2.10).</summary>
/// <param name="HashProtocols">The hash protocols that the server takes, as sent.</param>
/// <param name="Nonce">32 random bytes.</param>
public readonly record struct CallConnectAck(SstpHashProtocol HashProtocols, ReadOnlyMemory<byte> Nonce) : ISstpMessage
{
    /// <summary>Bytes of the nonce.</summary>
    public const int NonceLength = 32;

    private const int ValueLength = 4 + NonceLength;

    /// <summary>Bytes of the whole message.</summary>
    public int Length => SstpControlMessage.HeaderLength + SstpAttribute.HeaderLength + ValueLength;

    /// <summary>Reads the message.</summary>
    public static bool TryParse(SstpControlMessage message, out CallConnectAck ack, out SstpFault fault)
    {
        ack = default;
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived);
        if (message.Type is not SstpMessageType.CallConnectAck
            || !message.TryGetSole(SstpAttributeId.CryptoBindingRequest, ValueLength, out var value, out fault))
            return false;

        ack = new CallConnectAck((SstpHashProtocol)value.Span[3], value[4..]);
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        SstpControlMessage.WriteHeader(destination, SstpMessageType.CallConnectAck, Length, attributes: 1);
        destination = destination[SstpControlMessage.HeaderLength..];
        SstpAttribute.WriteHeader(destination, SstpAttributeId.CryptoBindingRequest, SstpAttribute.HeaderLength + ValueLength);
        destination = destination[SstpAttribute.HeaderLength..];
        destination[..3].Clear();
        destination[3] = (byte)HashProtocols;
        Nonce.Span.CopyTo(destination[4..]);
    }
}
