using System.Security.Cryptography;

namespace Adit.Protocols.Radius;

/// <summary>
/// A request to the network at the side that asks. It keeps what is needed to know its answer: the same bytes are sent again until one
/// comes. Prints its kind alone.
/// </summary>
public sealed class SentRequest
{
    private readonly RadiusSecret _secret;
    private readonly byte[] _packet;

    private SentRequest(byte[] packet, RadiusSecret secret) => (_packet, _secret) = (packet, secret);

    /// <summary>What is asked.</summary>
    public RadiusCode Code => (RadiusCode)_packet[0];

    /// <summary>The number that its answer bears.</summary>
    public byte Identifier => _packet[1];

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Packet => _packet;

    /// <summary>Makes the packet; null where a password or the whole is too long for one (128 and 4096 bytes).</summary>
    /// <param name="message">Code and attributes, the secrets in clear.</param>
    /// <param name="identifier">One that no other request from this port to this server bears now.</param>
    /// <param name="secret">Of the server.</param>
    /// <param name="random">For the authenticator.</param>
    public static SentRequest? TryCreate(ReadOnlyMemory<byte> message, byte identifier, RadiusSecret secret, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(random);
        var authenticator = new byte[RadiusHeader.AuthenticatorLength];
        random.Fill(authenticator);
        if (message.IsEmpty || RawAttributes.TryRead(message[1..]) is not { } attributes
            || new HiddenAttributes(secret, authenticator, message.Length).TryHide(attributes, random) is not { } hidden)
            return null;

        byte[] all = [.. MessageAuthenticator.Placeholder, .. hidden.Span];
        return all.Length <= RadiusHeader.MaxPacketLength - RadiusHeader.Size
            ? new SentRequest(Sign((RadiusCode)message.Span[0], identifier, all, authenticator, secret), secret)
            : null;
    }

    /// <summary>Reads and checks an answer; says what is wrong where it is to be dropped, as if it had not come.</summary>
    /// <param name="datagram">What came from the server's address and port.</param>
    /// <param name="needsMessageAuthenticator">Whether an answer to an Access-Request needs one.</param>
    /// <param name="message">Code and attributes, the secrets in clear.</param>
    public RadiusFault TryReceive(ReadOnlyMemory<byte> datagram, bool needsMessageAuthenticator, out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (!RadiusHeader.TryParse(datagram.Span, out var header)
            || RawAttributes.TryRead(datagram[RadiusHeader.Size..header.Length]) is not { } attributes)
            return RadiusFault.Malformed;
        if (header.Identifier != Identifier || !IsAnswer(header.Code))
            return RadiusFault.WrongKind;

        var packet = datagram.Span[..header.Length];
        var fault = IsSigned(packet) ? CheckAuthenticator(packet, attributes, needsMessageAuthenticator) : RadiusFault.WrongSecret;
        return fault is RadiusFault.None ? Read(header.Code, attributes, out message) : fault;
    }

    /// <summary>Names the kind of request.</summary>
    public override string ToString() => Code.ToString();

    private ReadOnlyMemory<byte> Authenticator => _packet.AsMemory(RadiusHeader.Size - RadiusHeader.AuthenticatorLength, RadiusHeader.AuthenticatorLength);

    /// <summary>An Access-Request's authenticator is random; others sign the packet with theirs, the Message-Authenticator included.</summary>
    private static byte[] Sign(RadiusCode code, byte identifier, byte[] attributes, byte[] random, RadiusSecret secret)
    {
        var packet = RadiusHeader.Prepend(code, identifier, attributes);
        var isRandom = code is RadiusCode.AccessRequest or RadiusCode.StatusServer;
        if (isRandom)
            random.CopyTo(RadiusHeader.Authenticator(packet.AsSpan()));
        MessageAuthenticator.Fill(packet, secret);
        if (!isRandom)
            secret.Sign(packet).CopyTo(RadiusHeader.Authenticator(packet.AsSpan()));
        return packet;
    }

    private bool IsAnswer(RadiusCode code) => Code switch
    {
        RadiusCode.AccessRequest => code is RadiusCode.AccessAccept or RadiusCode.AccessReject or RadiusCode.AccessChallenge,
        RadiusCode.AccountingRequest => code is RadiusCode.AccountingResponse,
        RadiusCode.StatusServer => code is RadiusCode.AccessAccept or RadiusCode.AccountingResponse,
        RadiusCode.DisconnectRequest => code is RadiusCode.DisconnectAck or RadiusCode.DisconnectNak,
        RadiusCode.CoaRequest => code is RadiusCode.CoaAck or RadiusCode.CoaNak,
        _ => false,
    };

    /// <summary>The Response Authenticator (RFC 2865 §3): MD5 over the packet with the request's authenticator in its place.</summary>
    private bool IsSigned(ReadOnlySpan<byte> packet)
    {
        var copy = packet.ToArray();
        Authenticator.Span.CopyTo(RadiusHeader.Authenticator(copy.AsSpan()));
        return CryptographicOperations.FixedTimeEquals(_secret.Sign(copy), RadiusHeader.Authenticator(packet));
    }

    private RadiusFault CheckAuthenticator(ReadOnlySpan<byte> packet, List<RawAttributes.Attribute> attributes, bool isWanted) =>
        MessageAuthenticator.Check(packet, attributes, Authenticator.Span, _secret, isWanted && Code is RadiusCode.AccessRequest);

    private RadiusFault Read(RadiusCode code, List<RawAttributes.Attribute> attributes, out ReadOnlyMemory<byte> message)
    {
        var told = attributes.FindAll(static attribute =>
            attribute.Type is not (RadiusAttributeType.MessageAuthenticator or RadiusAttributeType.Reason));
        var revealed = new HiddenAttributes(_secret, Authenticator).TryReveal(told);
        message = revealed is { } clear ? (byte[])[(byte)code, .. clear.Span] : default;
        return revealed is null ? RadiusFault.Malformed : RadiusFault.None;
    }
}
