using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Ttls;

/// <summary>
/// The second phase of EAP-TTLSv0 (RFC 5281 §7.3, §11): the peer chooses how it proves who it is, once. A session that is resumed has no
/// second phase, if whoever it belongs to may still enter.
/// </summary>
/// <param name="inner">The conversation inside, for peers that choose EAP.</param>
/// <param name="options">How TTLS is spoken.</param>
internal sealed class TtlsInside(EapServer inner, TtlsOptions options) : IEapTunnelInside
{
    private const int Tls13 = 0x0304;

    private ITlsConversation? _tls;
    private SessionKeys _keys = SessionKeys.NotGenerated;
    private byte[] _challenge = [];
    private bool _isFast;
    private bool _isEap;
    private AccessReply? _whenHeard;

    public string Identity { get; private set; } = "";

    public EapMove? Begin(ITlsConversation tls)
    {
        (_tls, _keys) = (tls, EapTunnelKeys.Split(EapTunnelKeys.KeyMaterial(tls, EapType.Ttls)));
        _challenge = new byte[TtlsCredentials.ChallengeLength];
        tls.ExportKeyingMaterial("ttls challenge", context: null, _challenge);
        _isFast = EapTunnelNote.TryFind(tls, out var identity);
        Identity = identity;
        return _isFast ? new EapMove.Judge(new AccessCredentials.Resumed(Identity)) : null;
    }

    /// <summary>RFC 5281 §7.3, §10.1: what the peer insists on must be known. Nothing comes after the last thing but that it was heard.</summary>
    public EapMove Handle(ReadOnlyMemory<byte> data)
    {
        if (_whenHeard is not null)
            return data.IsEmpty ? End(_whenHeard) : Broken();
        if (!TtlsAvp.TryParse(data, out var avps) || avps.Any(avp => avp.IsMandatory && !Enum.IsDefined(avp.Code)))
            return Broken();

        byte[] packet = [.. avps.Where(avp => avp.Code is TtlsAvpCode.EapMessage).SelectMany(avp => avp.Value.ToArray())];
        return packet.Length > 0 ? HandleEap(packet) : HandleCredentials(avps);
    }

    public EapMove HandleVerdict(AccessReply verdict) => verdict switch
    {
        _ when _isEap => Take(inner.HandleVerdict(verdict)),
        AccessReply.Accept { AuthenticatorResponse: { } proof } => Prove(verdict, proof),
        AccessReply.Accept when _isFast && _tls!.Version >= Tls13 => TellSuccess(verdict),
        _ => End(verdict),
    };

    private static EapMove.BreakOff Broken() => new(AccessReason.EapBrokenOff);

    private EapMove HandleEap(byte[] packet)
    {
        _isEap = true;
        return options.Eap.Count > 0 ? Take(inner.Handle(packet)) : new EapMove.BreakOff(AccessReason.EapTypeUnsupported);
    }

    private EapMove HandleCredentials(IReadOnlyList<TtlsAvp> avps)
    {
        if (_isEap || TtlsCredentials.Read(avps, _challenge) is not var (method, credentials))
            return Broken();
        if (!options.Methods.Contains(method))
            return new EapMove.BreakOff(AccessReason.EapTypeUnsupported);

        Identity = credentials.UserName;
        return new EapMove.Judge(credentials);
    }

    /// <summary>Nothing is lost inside of TLS, so what the conversation would ignore is wrong.</summary>
    private EapMove Take(EapStep step)
    {
        Identity = inner.Identity;
        return step switch
        {
            EapStep.Send send => new EapMove.Request(new TtlsAvp(TtlsAvpCode.EapMessage, IsMandatory: true, send.Packet).ToBytes()),
            EapStep.Judge judge => new EapMove.Judge(judge.Credentials),
            EapStep.Succeed success => End(success.Reply),
            EapStep.Fail failure => End(failure.Reply),
            _ => Broken(),
        };
    }

    /// <summary>§11.2.4: the peer hears that the server knows the password, too, and answers with nothing.</summary>
    private EapMove.Request Prove(AccessReply verdict, string proof)
    {
        _whenHeard = verdict;
        byte[] success = [_challenge[^1], .. Encoding.ASCII.GetBytes(proof)];
        return new EapMove.Request(new TtlsAvp(TtlsAvpCode.MsChap2Success, IsMandatory: true, success).ToBytes());
    }

    /// <summary>RFC 9190 §2.5, RFC 9427 §4: in TLS 1.3 a session that is resumed ends with a word of the server's.</summary>
    private EapMove.Request TellSuccess(AccessReply verdict)
    {
        _whenHeard = verdict;
        return new EapMove.Request(new byte[1]);
    }

    private EapMove.Done End(AccessReply verdict)
    {
        if (verdict is not AccessReply.Accept)
            return new EapMove.Done(verdict, SessionKeys.NotGenerated);

        EapTunnelNote.Leave(_tls!, _isEap ? inner.Method : EapType.None, Identity);
        return new EapMove.Done(verdict, _keys);
    }
}
