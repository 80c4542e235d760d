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
    private string? _newPassword;
    private bool _isOver;

    /// <summary>What to say to a packet of the server; null where that needs a new password first.</summary>
    public PppAnswer? Answer(ReadOnlyMemory<byte> packet)
    {
        _conversation ??= new EapPeerConversation(OuterIdentity, [.. _eap.Methods.Select(Create)]);
        return Take(_conversation.Handle(packet));
    }

    /// <summary>What to say now that there is a new password, or is none.</summary>
    public PppAnswer AnswerNewPassword(string? password)
    {
        if (_isOver || _conversation is null)
            return new PppAnswer.EapIgnored(); // the call has ended meanwhile

        _newPassword = password;
        return Take(_conversation.HandleNewPassword(password)) ?? throw new InvalidOperationException("A new password is asked for once.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOver = true;
        _conversation?.Dispose();
    }

    private PppAnswer? Take(EapPeerStep step)
    {
        if (_newPassword is { } password && _conversation!.HasChangedPassword)
            Adopt(password);

        return step switch
        {
            EapPeerStep.Respond respond => new PppAnswer.EapResponded(respond.Packet, respond.Known),
            EapPeerStep.AskNewPassword => null,
            EapPeerStep.Succeed succeed => new PppAnswer.EapSucceeded(credential.UserName, succeed.Keys),
            EapPeerStep.Fail fail => new PppAnswer.EapFailed(fail.Reason),
            _ => new PppAnswer.EapIgnored(),
        };
    }

    /// <summary>At once: the server has the new password whatever becomes of this call.</summary>
    private void Adopt(string password)
    {
        credential.Adopt(password);
        _newPassword = null;
    }

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
        _ => new EapMsChapV2Peer(credential.ForEap, random, credential.MayChoosePassword),
    };

    private IEapPeerMethod CreateInner(ClientEapMethod method) => Create(method is ClientEapMethod.PeapTls ? ClientEapMethod.Tls : ClientEapMethod.MsChapV2);

    private EapServerJudge NewJudge() => new(_eap.Trust ?? profile.Trust, _eap.Expected, profile.Distrusted, TimeProvider.System);
}
