using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Ppp;

/// <summary>MS-CHAPv2 as an algorithm of CHAP (RFC 2759): proves both ends and makes keys.</summary>
internal sealed class MsChapV2Algorithm : ChapAlgorithm
{
    public override bool AllowsRetry => true;

    public override bool AllowsChange => true;

    public override bool MakesKeys => true;

    public override bool IsChallenge(ReadOnlySpan<byte> value) => value.Length == MsChapV2.ChallengeLength;

    public override PppEvent? AskAbout(byte identifier, ChapValue value, ReadOnlyMemory<byte> challenge)
    {
        if (!MsChapV2Response.TryRead(value.Value, out var response))
            return null;

        var userName = PeerText.Decode(value.Name.Span, out var isLatin1);
        return new PppEvent.ResponseReceived(
            new MsChapV2Exchange(identifier, userName, challenge, response.PeerChallenge, response.NtResponse, isLatin1));
    }

    public override PppEvent? AskAboutChange(ControlPacket packet, ChapValue response, ReadOnlyMemory<byte> challenge) =>
        ChangePasswordData.TryRead(packet.Data, out var change)
            && AskAbout(packet.Id, response, challenge) is PppEvent.ResponseReceived { Exchange: var former }
                ? new PppEvent.ChangeReceived(change.ToChange(former, packet.Id, challenge))
                : null;

    public override string WriteSuccess(PppAnswer.Accepted answer, string words) => $"{answer.AuthenticatorResponse} M={words}";

    public override byte[] WriteFailure(PppAnswer.Rejected answer, bool mayRetry, ReadOnlyMemory<byte> challenge, string words) =>
        new MsChapV2Failure(answer.Error, mayRetry, challenge, words).ToArray();

    public override PppEvent AskFor(byte identifier, ChapValue challenge) =>
        new PppEvent.ChallengeReceived(identifier, challenge.Value, NameIn(challenge));

    public override (string UserName, byte[] Value)? ReadAnswer(PppAnswer answer) => answer is PppAnswer.Responded responded
        ? (responded.UserName, new MsChapV2Response(responded.PeerChallenge, responded.NtResponse).ToArray())
        : null;

    public override PppEvent? AskForChange(ControlPacket failure) =>
        MsChapV2Failure.TryParse(failure.Data.Span, out var read) && read is { Error: MsChapV2Error.PasswordExpired, Challenge.IsEmpty: false }
            ? new PppEvent.ChangeNeeded((byte)(failure.Id + 1), read.Challenge)
            : null;

    public override (string UserName, byte[] Data)? ReadChange(PppAnswer answer) => answer is PppAnswer.Changed { Change: var change }
        ? (change.Exchange.UserName, ChangePasswordData.Of(change).ToArray())
        : null;

    public override int ProofLength => MsChapV2.AuthenticatorResponseLength;

    public override PppEvent AskAboutProof(ReadOnlySpan<byte> proof) =>
        new PppEvent.AuthenticatorResponseReceived(Encoding.Latin1.GetString(proof));

    public override PppFailure.Refused ReadFailure(ControlPacket failure) => MsChapV2Failure.TryParse(failure.Data.Span, out var read)
        ? new PppFailure.Refused(read.Error, read.MayRetry, read.Message)
        : new PppFailure.Refused(0, MayRetry: false, PeerText.Clean(failure.Data.Span, MaxMessageLength));
}
