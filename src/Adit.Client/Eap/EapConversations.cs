using Adit.Protocols;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Ppp;

namespace Adit.Client.Eap;

/// <summary>Leads EAP for one call: the methods that the profile allows, with the user's secrets.</summary>
internal sealed class EapConversations(ConnectionProfile profile, Credential credential, IRandomSource random) : IDisposable
{
    private EapPeerConversation? _conversation;

    /// <summary>What to say to a packet of the server.</summary>
    public PppAnswer Answer(ReadOnlyMemory<byte> packet)
    {
        _conversation ??= new EapPeerConversation(credential.UserName, [.. profile.EapMethods.Select(Create)]);
        return _conversation.Handle(packet) switch
        {
            EapPeerStep.Respond respond => new PppAnswer.EapResponded(respond.Packet, respond.Known),
            EapPeerStep.Succeed succeed => new PppAnswer.EapSucceeded(succeed.Identity, succeed.Keys),
            EapPeerStep.Fail fail => new PppAnswer.EapFailed(fail.Reason),
            _ => new PppAnswer.EapIgnored(),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _conversation?.Dispose();

    private IEapPeerMethod Create(ClientEapMethod method) => method switch
    {
        ClientEapMethod.Md5 => new EapMd5Peer(credential.ForEap),
        ClientEapMethod.Gtc => new EapGtcPeer(credential.ForEap),
        _ => new EapMsChapV2Peer(credential.ForEap, random),
    };
}
