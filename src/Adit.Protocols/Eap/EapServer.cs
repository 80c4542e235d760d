using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>
/// The side that asks, for one conversation (RFC 3748, with the state machine of RFC 4137 §5). It is given each packet of the peer and
/// answers with one step; between <see cref="EapStep.Judge"/> and its verdict it takes none. Whoever carries the packets repeats them.
/// Disposing ends the TLS that a method leads.
/// </summary>
/// <param name="methods">The methods that are allowed, best first; at least one.</param>
/// <param name="services">What methods need. One whose needs are not met is passed over.</param>
public sealed class EapServer(IReadOnlyList<EapType> methods, EapServerServices services) : IDisposable
{
    /// <summary>More responses than any method needs, a certificate chain in small fragments included.</summary>
    private const int MaxRounds = 250;

    private const int MaxIdentityLength = 253;

    private readonly Queue<EapType> _untried = new(methods);
    private IEapServerMethod? _method;
    private bool _hasEnded;
    private byte _identifier;
    private int _rounds;
    private bool _isAnswered;
    private bool _isJudging;

    /// <summary>Who the peer says it is; empty before it has.</summary>
    public string Identity { get; private set; } = "";

    /// <summary>Whom it is about: inside of a tunnel, who the peer says it is there.</summary>
    public string Subject => _method is EapTunnelServer { InnerIdentity: { Length: > 0 } inner } ? inner : Identity;

    /// <summary>The method that is under way; none before one is.</summary>
    public EapType Method => _method?.Type ?? EapType.None;

    /// <summary>The alert with which the peer ended the method's TLS; null for none.</summary>
    public TlsAlert? PeerAlert => _method?.PeerAlert;

    /// <summary>The first request, for a peer that has not said who it is.</summary>
    /// <param name="identifier">Any.</param>
    public static byte[] RequestIdentity(byte identifier) => new EapPacket(EapCode.Request, identifier, EapType.Identity, default).ToBytes();

    /// <summary>Who says it is whom, in the packet that begins a conversation; null where it is none.</summary>
    public static string? FindIdentity(ReadOnlyMemory<byte> bytes) =>
        EapPacket.TryParse(bytes, out var packet) && packet is { Code: EapCode.Response, Type: EapType.Identity, Data.Length: <= MaxIdentityLength }
            ? NameIn(packet.Data.Span)
            : null;

    /// <summary>A packet has come.</summary>
    public EapStep Handle(ReadOnlyMemory<byte> bytes)
    {
        if (_hasEnded || _isJudging || !EapPacket.TryParse(bytes, out var packet) || packet.Code is not EapCode.Response)
            return new EapStep.Ignore();
        if (++_rounds > MaxRounds)
            return Fail(AccessReason.EapBrokenOff);

        return _method is null ? HandleIdentity(packet) : HandleResponse(_method, packet);
    }

    /// <summary>The credentials have been judged.</summary>
    public EapStep HandleVerdict(AccessReply verdict)
    {
        if (!_isJudging || _method is null)
            throw new InvalidOperationException("Nothing was to be judged.");

        _isJudging = false;
        return Make(_method.HandleVerdict(verdict));
    }

    /// <inheritdoc/>
    public void Dispose() => (_method as IDisposable)?.Dispose();

    /// <summary>RFC 3748 §5.1: what is behind a NUL is not the name.</summary>
    private static string NameIn(ReadOnlySpan<byte> name) => EapText.Decode(name.IndexOf((byte)0) is >= 0 and var end ? name[..end] : name);

    private EapStep HandleIdentity(EapPacket packet)
    {
        if (packet.Type is not EapType.Identity || packet.Data.Length > MaxIdentityLength)
            return new EapStep.Ignore();

        Identity = NameIn(packet.Data.Span);
        _identifier = packet.Identifier;
        return BeginNext(_ => true, []);
    }

    private EapStep HandleResponse(IEapServerMethod method, EapPacket packet)
    {
        if (packet.Identifier != _identifier)
            return new EapStep.Ignore();
        if (packet.Type is EapType.Nak or EapType.Expanded && !_isAnswered)
            return HandleNak(packet);
        if (packet.Type != method.Type)
            return new EapStep.Ignore();

        _isAnswered = true;
        return Make(method.Handle(packet.Data));
    }

    /// <summary>RFC 3748 §5.3.1: the peer names what it wants. An expanded Nak names nothing that we have.</summary>
    private EapStep HandleNak(EapPacket packet)
    {
        var wanted = packet.Type is EapType.Nak ? packet.Data.ToArray() : [];
        return BeginNext(type => wanted.Contains((byte)type), wanted);
    }

    private EapStep BeginNext(Predicate<EapType> isWanted, byte[] wanted)
    {
        while (_untried.TryDequeue(out var type))
        {
            if (isWanted(type) && EapServerMethods.Create(type, Identity, services) is { } method)
                return Begin(method);
        }

        return Fail(AccessReason.EapTypeUnsupported);
    }

    private EapStep Begin(IEapServerMethod method)
    {
        Dispose();
        (_method, _isAnswered) = (method, false);
        return Make(method.Begin((byte)(_identifier + 1)));
    }

    private EapStep Make(EapMove move)
    {
        switch (move)
        {
            case EapMove.Request request:
                _identifier++;
                return new EapStep.Send(new EapPacket(EapCode.Request, _identifier, _method!.Type, request.Data).ToBytes());
            case EapMove.Judge judge:
                _isJudging = true;
                return new EapStep.Judge(judge.Credentials);
            case EapMove.Done { Verdict: AccessReply.Accept accept } done:
                return Accept(accept, done.Keys);
            case EapMove.Done { Verdict: AccessReply.Reject reject }:
                return Refuse(reject);
            case EapMove.BreakOff breakOff:
                return Fail(breakOff.Reason);
            default:
                throw new InvalidOperationException($"{move} is no move that a method makes.");
        }
    }

    private EapStep.Fail Fail(AccessReason reason) => Refuse(
        new AccessReply.Reject(reason, ChapIdentifier: 0, MsChapV2Error.For(reason), MayRetry: false));

    private EapStep.Fail Refuse(AccessReply.Reject verdict)
    {
        _hasEnded = true;
        return new EapStep.Fail(verdict with { EapPacket = Bare(EapCode.Failure) });
    }

    /// <summary>The proof that MS-CHAPv2 needs has gone to the peer inside of EAP.</summary>
    private EapStep.Succeed Accept(AccessReply.Accept verdict, SessionKeys keys)
    {
        _hasEnded = true;
        return new EapStep.Succeed(
            verdict with { EapPacket = Bare(EapCode.Success), Keys = keys, ChapIdentifier = 0, AuthenticatorResponse = null });
    }

    /// <summary>RFC 3748 §4.2: the identifier is that of the response it follows.</summary>
    private byte[] Bare(EapCode code) => new EapPacket(code, _identifier, EapType.None, default).ToBytes();
}
