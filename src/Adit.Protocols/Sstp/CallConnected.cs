namespace Adit.Protocols.Sstp;

/// <summary>Call Connected: the client binds the inner authentication to this very TLS connection ([MS-SSTP] §2.2.11).</summary>
/// <param name="HashProtocol">The hash protocol that the client chose, as sent.</param>
/// <param name="Nonce">The 32 bytes of the server's nonce.</param>
/// <param name="CertificateHash">32 bytes: the hash of the certificate that the client saw, zero-padded.</param>
/// <param name="CompoundMac">32 bytes: the MAC over the whole message, zero-padded.</param>
public readonly record struct CallConnected(
    SstpHashProtocol HashProtocol, ReadOnlyMemory<byte> Nonce, ReadOnlyMemory<byte> CertificateHash, ReadOnlyMemory<byte> CompoundMac)
    : ISstpMessage
{
    /// <summary>Bytes of the whole message.</summary>
    public const int MessageLength = SstpControlMessage.HeaderLength + SstpAttribute.HeaderLength + ValueLength;

    /// <summary>Where the hash protocol stands in the message.</summary>
    internal const int HashProtocolOffset = 15;

    /// <summary>Where the compound MAC stands in the message.</summary>
    internal const int CompoundMacOffset = 80;

    private const int FieldLength = 32;
    private const int ValueLength = 4 + (3 * FieldLength);

    /// <summary>Bytes of the whole message.</summary>
    public int Length => MessageLength;

    /// <summary>Reads the message; nothing of it has been verified then.</summary>
    public static bool TryParse(SstpControlMessage message, out CallConnected connected, out SstpFault fault)
    {
        connected = default;
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived);
        if (message.Type is not SstpMessageType.CallConnected
            || !message.TryGetSole(SstpAttributeId.CryptoBinding, ValueLength, out var value, out fault))
            return false;

        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.InvalidFrameReceived);
        connected = new CallConnected((SstpHashProtocol)value.Span[3], value[4..36], value[36..68], value[68..]);
        return message.Bytes.Length == MessageLength; // the MAC is over these bytes in these places and no others
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        SstpControlMessage.WriteHeader(destination, SstpMessageType.CallConnected, Length, attributes: 1);
        destination = destination[SstpControlMessage.HeaderLength..Length];
        SstpAttribute.WriteHeader(destination, SstpAttributeId.CryptoBinding, SstpAttribute.HeaderLength + ValueLength);
        destination = destination[SstpAttribute.HeaderLength..];
        destination.Clear();
        destination[3] = (byte)HashProtocol;
        Nonce.Span.CopyTo(destination[4..]);
        CertificateHash.Span.CopyTo(destination[(4 + FieldLength)..]);
        CompoundMac.Span.CopyTo(destination[(4 + (2 * FieldLength))..]);
    }
}
