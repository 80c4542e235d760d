using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Tests.Ppp;

namespace Adit.Protocols.Tests.Eap;

/// <summary>The methods of the side that is asked, for one user.</summary>
internal static class PeerMethods
{
    public static IEapPeerMethod Create(EapType type, string userName, string password, bool mayChange = false)
    {
        var credential = new EapPeerCredential(userName, MsChapV2.NtPasswordHash(password), Encoding.UTF8.GetBytes(password));
        return type switch
        {
            EapType.Md5Challenge => new EapMd5Peer(credential),
            EapType.GenericTokenCard => new EapGtcPeer(credential),
            _ => new EapMsChapV2Peer(credential, new SeededRandom(1), mayChange),
        };
    }
}
