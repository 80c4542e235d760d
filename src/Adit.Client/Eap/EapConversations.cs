using Adit.Protocols;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Ppp;

namespace Adit.Client.Eap;

/// <summary>Leads EAP for one call: the methods that the profile allows, with the user's secrets.</summary>
internal sealed class EapConversations(ConnectionProfile profile, Credential credential, EapEngines engines, IRandomSource random) : IDisposable
{
    private static readonly EapTlsOptions TlsOptions = new();

    private readonly ClientEap _eap = profile.Eap;
    private EapPeerConversation? _conversation;

    /// <summary>What to say to a packet of the server.</summary>
    public PppAnswer Answer(ReadOnlyMemory<byte> packet)
    {
        _conversation ??= new EapPeerConversation(OuterIdentity, [.. _eap.Methods.Select(Create)]);
        return _conversation.Handle(packet) switch
        {
            EapPeerStep.Respond respond => new PppAnswer.EapResponded(respond.Packet, respond.Known),
            EapPeerStep.Succeed succeed => new PppAnswer.EapSucceeded(credential.UserName, succeed.Keys),
            EapPeerStep.Fail fail => new PppAnswer.EapFailed(fail.Reason),
            _ => new PppAnswer.EapIgnored(),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _conversation?.Dispose();

    /// <summary>Another name than the user's only where every method has an inside to say it in.</summary>
    private string OuterIdentity => _eap.AnonymousIdentity is { } anonymous && _eap.Methods.All(HasInside) ? anonymous : credential.UserName;

    private static bool HasInside(ClientEapMethod method) => method is ClientEapMethod.Peap or ClientEapMethod.PeapTls;

    private IEapPeerMethod Create(ClientEapMethod method) => method switch
    {
        ClientEapMethod.Md5 => new EapMd5Peer(credential.ForEap),
        ClientEapMethod.Gtc => new EapGtcPeer(credential.ForEap),
        ClientEapMethod.Tls => new EapTlsPeer(engines.WithCertificate, NewJudge(), TlsOptions),
        ClientEapMethod.Peap or ClientEapMethod.PeapTls => new EapPeapPeer(
            engines.Without, NewJudge(), new EapPeerConversation(credential.UserName, [CreateInner(method)]), _eap.CryptoBinding, TlsOptions, random),
        _ => new EapMsChapV2Peer(credential.ForEap, random),
    };

    private IEapPeerMethod CreateInner(ClientEapMethod method) => Create(method is ClientEapMethod.PeapTls ? ClientEapMethod.Tls : ClientEapMethod.MsChapV2);

    private EapServerJudge NewJudge() => new(_eap.Trust ?? profile.Trust, _eap.Expected, profile.Distrusted, TimeProvider.System);
}
