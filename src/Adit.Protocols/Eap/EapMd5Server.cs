using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>MD5-Challenge (RFC 3748 §5.4): a length, that many bytes, and a name.</summary>
internal sealed class EapMd5Server(string identity, IRandomSource random) : IEapServerMethod
{
    private const int ChallengeLength = 16;

    private readonly byte[] _challenge = new byte[ChallengeLength];
    private byte _identifier;

    public EapType Type => EapType.Md5Challenge;

    public EapMove Begin(byte identifier)
    {
        _identifier = identifier;
        random.Fill(_challenge);
        return new EapMove.Request((byte[])[ChallengeLength, .. _challenge, .. Encoding.ASCII.GetBytes("adit")]);
    }

    /// <summary>The name behind the response is not looked at: the identity counts.</summary>
    public EapMove Handle(ReadOnlyMemory<byte> data) =>
        data.Length > ChapMd5.ResponseLength && data.Span[0] == ChapMd5.ResponseLength
            ? new EapMove.Judge(new AccessCredentials.ChapMd5(
                new ChapMd5Exchange(_identifier, identity, _challenge, data.Slice(1, ChapMd5.ResponseLength).ToArray())))
            : new EapMove.BreakOff(AccessReason.EapBrokenOff);

    public EapMove HandleVerdict(AccessReply verdict) => new EapMove.Done(verdict, SessionKeys.NotGenerated);
}
