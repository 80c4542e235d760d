namespace Adit.Protocols.Eap.Tls;

/// <summary>
/// Cuts one side's messages into packets and puts the other's together (RFC 5216 §2.1.5), in either role: one packet each way at a time,
/// and who has sent all but the last of a message waits for the other's acknowledgement.
/// </summary>
/// <param name="options">How long packets and messages may be.</param>
/// <param name="version">What goes in every packet's version bits.</param>
public sealed class EapTlsFragments(EapTlsOptions options, int version)
{
    private const int LengthOfLength = 4;

    private readonly List<byte> _incoming = [];
    private uint? _declared;
    private bool _isReceiving;
    private ReadOnlyMemory<byte> _outgoing;
    private bool _isSending;

    /// <summary>The length of a packet's data, its flags left out.</summary>
    private int Room => options.PacketLength - EapPacket.HeaderLength - 1;

    /// <summary>A packet of the other side, which is not one that begins the method.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="message">A whole message, perhaps empty, where the result says so.</param>
    public EapTlsArrival Receive(EapTlsPacket packet, out byte[] message)
    {
        message = [];
        if (_isSending)
            return packet.IsAcknowledgement ? EapTlsArrival.Acknowledgement : EapTlsArrival.Nonsense;
        if (!Fits(packet))
            return EapTlsArrival.Nonsense;

        _declared ??= packet.MessageLength;
        _incoming.AddRange(packet.Data.Span);
        _isReceiving = packet.HasMore;
        if (_isReceiving)
            return EapTlsArrival.Fragment;
        if (_declared is { } declared && declared != _incoming.Count)
            return EapTlsArrival.Nonsense;

        message = [.. _incoming];
        _incoming.Clear();
        _declared = null;
        return EapTlsArrival.Message;
    }

    /// <summary>Gives a message of ours, perhaps empty, and its first packet. What was there before must have gone.</summary>
    public EapTlsPacket Begin(ReadOnlyMemory<byte> message)
    {
        if (_isSending)
            throw new InvalidOperationException("The message before has not gone.");

        if (message.Length <= Room)
            return new EapTlsPacket(IsStart: false, HasMore: false, version, MessageLength: null, message);

        var first = Room - LengthOfLength;
        (_outgoing, _isSending) = (message[first..], true);
        return new EapTlsPacket(IsStart: false, HasMore: true, version, (uint)message.Length, message[..first]);
    }

    /// <summary>The next packet, after the other side has acknowledged the one before.</summary>
    public EapTlsPacket Next()
    {
        var length = Math.Min(Room, _outgoing.Length);
        var packet = new EapTlsPacket(IsStart: false, HasMore: length < _outgoing.Length, version, MessageLength: null, _outgoing[..length]);
        (_outgoing, _isSending) = (_outgoing[length..], packet.HasMore);
        return packet;
    }

    /// <summary>Says that a fragment has come.</summary>
    public EapTlsPacket Acknowledge() => new(IsStart: false, HasMore: false, version, MessageLength: null, default);

    /// <summary>Fragments without anything in them would go on for ever; a length that changes on the way is nobody's.</summary>
    private bool Fits(EapTlsPacket packet) =>
        !packet.IsStart && !(packet.HasMore && packet.Data.IsEmpty)
        && (packet.MessageLength is not { } length || (length <= options.MaxMessageLength && (!_isReceiving || _declared == length)))
        && _incoming.Count + packet.Data.Length <= (_declared ?? packet.MessageLength ?? (uint)options.MaxMessageLength);
}

/// <summary>What a packet was.</summary>
public enum EapTlsArrival
{
    /// <summary>It does not belong here: the conversation is over.</summary>
    Nonsense,

    /// <summary>A fragment, to be acknowledged.</summary>
    Fragment,

    /// <summary>The last fragment of a message, or all of it.</summary>
    Message,

    /// <summary>The other side waits for our next fragment.</summary>
    Acknowledgement,
}
