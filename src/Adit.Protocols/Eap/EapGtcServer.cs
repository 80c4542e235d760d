using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>Generic Token Card (RFC 3748 §5.6): the password as it is typed. Only fit for the inside of a tunnel.</summary>
internal sealed class EapGtcServer(string identity) : IEapServerMethod
{
    private const int MaxPasswordLength = 255;

    public EapType Type => EapType.GenericTokenCard;

    public EapMove Begin(byte identifier) => new EapMove.Request(Encoding.ASCII.GetBytes("Password: "));

    public EapMove Handle(ReadOnlyMemory<byte> data) => data.Length <= MaxPasswordLength
        ? new EapMove.Judge(new AccessCredentials.Pap(identity, data.ToArray()))
        : new EapMove.BreakOff(AccessReason.EapBrokenOff);

    public EapMove HandleVerdict(AccessReply verdict) => new EapMove.Done(verdict, SessionKeys.NotGenerated);
}
