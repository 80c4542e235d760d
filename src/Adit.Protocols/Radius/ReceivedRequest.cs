using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Adit.Protocols.Radius;

/// <summary>
/// A request from the network at the side that answers (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3, RFC 5997 §3): it came from somebody who
/// has the secret, and is now a message as ours are. Prints its kind alone.
/// </summary>
public sealed class ReceivedRequest
{
    private static readonly byte[] NoAuthenticator = new byte[RadiusHeader.AuthenticatorLength];

    private readonly RadiusSecret _secret;
    private readonly byte[] _authenticator;
    private readonly byte[] _proxyStates;

    private ReceivedRequest(RadiusHeader header, byte[] authenticator, RadiusSecret secret, byte[] proxyStates, byte[] message)
    {
        (Code, Identifier, Message) = (header.Code, header.Identifier, message);
        (_authenticator, _secret, _proxyStates) = (authenticator, secret, proxyStates);
    }

    /// <summary>What is asked.</summary>
    public RadiusCode Code { get; }

    /// <summary>With the sender's address and port, and <see cref="Authenticator"/>, it tells one request from another.</summary>
    public byte Identifier { get; }

    /// <summary>16 bytes.</summary>
    public ReadOnlyMemory<byte> Authenticator => _authenticator;

    /// <summary>Whether it has a Message-Authenticator, which then fits.</summary>
    public bool HasMessageAuthenticator { get; private init; }

    /// <summary>Code and attributes, the secrets in clear: what <see cref="AccessRequest.TryParse"/> and its like read.</summary>
    public ReadOnlyMemory<byte> Message { get; }

    /// <summary>Reads and checks a datagram; says what is wrong where it is to be dropped.</summary>
    /// <param name="datagram">At most 4096 bytes of it count.</param>
    /// <param name="secret">Of the sender.</param>
    /// <param name="needsMessageAuthenticator">Whether an Access-Request without one is dropped. Status-Server always needs one.</param>
    /// <param name="request">The request; null where it is dropped.</param>
    public static RadiusFault TryReceive(
        ReadOnlyMemory<byte> datagram, RadiusSecret secret, bool needsMessageAuthenticator, out ReceivedRequest? request)
    {
        ArgumentNullException.ThrowIfNull(secret);
        request = null;
        if (!RadiusHeader.TryParse(datagram.Span, out var header))
            return RadiusFault.Malformed;

        var packet = datagram[..header.Length];
        if (RawAttributes.TryRead(packet[RadiusHeader.Size..]) is not { } attributes)
            return RadiusFault.Malformed;

        var fault = FaultOf(header.Code, packet, attributes, secret, needsMessageAuthenticator);
        return fault is RadiusFault.None ? Read(header, packet, attributes, secret, out request) : fault;
    }

    /// <summary>The packet that answers with this message; null where the message is none, or has no room in a packet.</summary>
    /// <param name="message">Code and attributes, the secrets in clear.</param>
    /// <param name="random">For salts.</param>
    public byte[]? TryAnswer(ReadOnlyMemory<byte> message, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (message.IsEmpty || RawAttributes.TryRead(message[1..]) is not { } attributes
            || new HiddenAttributes(_secret, _authenticator, message.Length).TryHide(attributes, random) is not { } hidden)
            return null;

        byte[] all = [.. IsAuthenticated ? MessageAuthenticator.Placeholder : [], .. hidden.Span, .. _proxyStates];
        return all.Length <= RadiusHeader.MaxPacketLength - RadiusHeader.Size ? Sign((RadiusCode)message.Span[0], all) : null;
    }

    /// <summary>
    /// Whether the answer gets a Message-Authenticator. Not where the request signs itself: RFC 5176 §3.5 computes that one with the
    /// request's authenticator and FreeRADIUS with zeros, so no answer with one pleases both; the Response Authenticator signs it anyway.
    /// </summary>
    private bool IsAuthenticated => Code is RadiusCode.AccessRequest or RadiusCode.StatusServer;

    /// <summary>Names the kind of request.</summary>
    public override string ToString() => Code.ToString();

    private static RadiusFault FaultOf(
        RadiusCode code, ReadOnlyMemory<byte> packet, List<RawAttributes.Attribute> attributes, RadiusSecret secret, bool needsAuthenticator)
    {
        var isSigned = code is RadiusCode.AccountingRequest or RadiusCode.DisconnectRequest or RadiusCode.CoaRequest;
        if (!isSigned && code is not (RadiusCode.AccessRequest or RadiusCode.StatusServer))
            return RadiusFault.WrongKind;
        if (isSigned && !IsSigned(packet.Span, secret))
            return RadiusFault.WrongSecret;

        var hasEap = attributes.Exists(attribute => attribute.Type is RadiusAttributeType.EapMessage); // RFC 3579 §3.1
        var isNeeded = code is RadiusCode.StatusServer || (!isSigned && (needsAuthenticator || hasEap));
        return MessageAuthenticator.Check(
            packet.Span, attributes, isSigned ? NoAuthenticator : RadiusHeader.Authenticator(packet.Span), secret, isNeeded);
    }

    /// <summary>The Request Authenticator of RFC 2866 §3 and RFC 5176 §2.3: MD5 over the packet with zeros in its place.</summary>
    private static bool IsSigned(ReadOnlySpan<byte> packet, RadiusSecret secret)
    {
        var copy = packet.ToArray();
        RadiusHeader.Authenticator(copy.AsSpan()).Clear();
        return CryptographicOperations.FixedTimeEquals(secret.Sign(copy), RadiusHeader.Authenticator(packet));
    }

    private static RadiusFault Read(
        RadiusHeader header, ReadOnlyMemory<byte> packet, List<RawAttributes.Attribute> attributes, RadiusSecret secret,
        out ReceivedRequest? request)
    {
        request = null;
        var authenticator = RadiusHeader.Authenticator(packet.Span).ToArray();
        var asked = attributes.FindAll(static attribute =>
            attribute.Type is not (RadiusAttributeType.MessageAuthenticator or RadiusAttributeType.ProxyState or RadiusAttributeType.Reason));
        if (new HiddenAttributes(secret, authenticator, packet.Length).TryReveal(asked) is not { } revealed)
            return RadiusFault.Malformed;

        byte[] message = [(byte)header.Code, .. revealed.Span, .. ImpliedChallenge(attributes, authenticator)];
        request = new ReceivedRequest(header, authenticator, secret, ProxyStates(attributes), message)
        {
            HasMessageAuthenticator = attributes.Exists(attribute => attribute.Type is RadiusAttributeType.MessageAuthenticator),
        };
        return RadiusFault.None;
    }

    /// <summary>RFC 2865 §5.3: without a CHAP-Challenge, the Request Authenticator is the challenge.</summary>
    private static byte[] ImpliedChallenge(List<RawAttributes.Attribute> attributes, byte[] authenticator)
    {
        var isImplied = attributes.Exists(attribute => attribute.Type is RadiusAttributeType.ChapPassword)
            && !attributes.Exists(attribute => attribute.Type is RadiusAttributeType.ChapChallenge);
        return isImplied ? [(byte)RadiusAttributeType.ChapChallenge, (byte)(2 + authenticator.Length), .. authenticator] : [];
    }

    /// <summary>RFC 2865 §5.33: each goes back as it came, in its order.</summary>
    private static byte[] ProxyStates(List<RawAttributes.Attribute> attributes)
    {
        var states = attributes.FindAll(static attribute => attribute.Type is RadiusAttributeType.ProxyState);
        if (states.Count == 0)
            return [];

        var writer = new RadiusAttributeWriter();
        foreach (var state in states)
            writer.Add(RadiusAttributeType.ProxyState, state.Value.Span);
        return writer.ToArray();
    }

    /// <summary>The Message-Authenticator is computed with the request's authenticator in the header, the Response Authenticator last.</summary>
    private byte[] Sign(RadiusCode code, byte[] attributes)
    {
        var packet = RadiusHeader.Prepend(code, Identifier, attributes);
        _authenticator.CopyTo(RadiusHeader.Authenticator(packet.AsSpan()));
        if (IsAuthenticated)
            MessageAuthenticator.Fill(packet, _secret);
        _secret.Sign(packet).CopyTo(RadiusHeader.Authenticator(packet.AsSpan()));
        return packet;
    }
}
