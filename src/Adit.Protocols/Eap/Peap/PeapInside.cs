using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Peap;

/// <summary>
/// The second phase of PEAPv0 ([MS-PEAP] 3.3.5): an EAP conversation of its own, whose identity is the one that counts, and then the
/// result. A session that is resumed goes to the result at once, if whoever it belongs to may still enter; if they may not, or the peer
/// does not want it so, the whole conversation follows, in which they hear why (3.3.7.1, 3.3.5.4.7).
/// </summary>
/// <param name="inner">The conversation inside.</param>
/// <param name="options">How PEAP is spoken.</param>
/// <param name="random">For nonces.</param>
internal sealed class PeapInside(EapServer inner, PeapOptions options, IRandomSource random) : IEapTunnelInside
{
    private ITlsConversation? _tls;
    private byte[] _keyMaterial = [];
    private string _remembered = "";
    private byte _identifier;
    private bool _isFast;
    private PeapEnding? _ending;

    public string Identity => _isFast ? _remembered : inner.Identity;

    public EapMove? Begin(ITlsConversation tls)
    {
        (_tls, _keyMaterial) = (tls, EapTunnelKeys.KeyMaterial(tls, EapType.Peap));
        _isFast = EapTunnelNote.TryFind(tls, out _remembered);
        return _isFast ? new EapMove.Judge(new AccessCredentials.Resumed(_remembered)) : Ask(EapServer.RequestIdentity(_identifier));
    }

    public EapMove Handle(ReadOnlyMemory<byte> data)
    {
        if (_isFast && _ending?.IsDeclined(data) is true)
            return BeginWhole();
        if (_ending is not null)
            return Note(_ending.Handle(data));

        return PeapFraming.TryExpand(data, EapCode.Response, _identifier, out var packet)
            ? Take(inner.Handle(packet.ToBytes()))
            : new EapMove.BreakOff(AccessReason.EapBrokenOff);
    }

    public EapMove HandleVerdict(AccessReply verdict) =>
        !_isFast ? Take(inner.HandleVerdict(verdict))
        : verdict is AccessReply.Accept ? End(verdict, PeapKeys.DeriveResumed(_keyMaterial))
        : BeginWhole();

    /// <summary>A refusal that is only a result has no word for its reason: the method inside has.</summary>
    private EapMove.Request BeginWhole()
    {
        (_isFast, _ending) = (false, null);
        return Ask(EapServer.RequestIdentity((byte)(_identifier + 1)));
    }

    /// <summary>Nothing is lost inside of TLS, so what the conversation would ignore is wrong.</summary>
    private EapMove Take(EapStep step) => step switch
    {
        EapStep.Send send => Ask(send.Packet),
        EapStep.Judge judge => new EapMove.Judge(judge.Credentials),
        EapStep.Succeed success => End(success.Reply, PeapKeys.Derive(_keyMaterial, success.Reply.Keys)),
        EapStep.Fail failure => End(failure.Reply, PeapKeys.Derive(_keyMaterial, SessionKeys.NotGenerated)),
        _ => new EapMove.BreakOff(AccessReason.EapBrokenOff),
    };

    private EapMove.Request End(AccessReply verdict, PeapKeys keys)
    {
        var withoutBinding = options.CryptoBinding is PeapBindingRule.Offered ? EapTunnelKeys.Split(_keyMaterial) : null;
        _ending = new PeapEnding(verdict, keys, withoutBinding);
        return new EapMove.Request(PeapFraming.Compress(_ending.Tell((byte)(_identifier + 1), random)));
    }

    private EapMove Note(EapMove move)
    {
        if (move is EapMove.Done { Verdict: AccessReply.Accept })
            EapTunnelNote.Leave(_tls!, inner.Method, Identity);
        return move;
    }

    private EapMove.Request Ask(ReadOnlyMemory<byte> request)
    {
        if (!EapPacket.TryParse(request, out var packet))
            throw new InvalidOperationException("The conversation inside sends EAP packets.");

        _identifier = packet.Identifier;
        return new EapMove.Request(PeapFraming.Compress(packet));
    }
}
