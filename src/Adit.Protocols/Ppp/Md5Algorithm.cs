using System.Security.Cryptography;
using System.Text;

namespace Adit.Protocols.Ppp;

/// <summary>CHAP's own algorithm: MD5 over identifier, password and challenge (RFC 1994 §4.1). It proves the client alone.</summary>
internal sealed class Md5Algorithm : ChapAlgorithm
{
    public override bool AllowsRetry => false; // RFC 1994 §4.2: on Failure the link is to be taken down

    public override bool MakesKeys => false;

    public override bool IsChallenge(ReadOnlySpan<byte> value) => !value.IsEmpty;

    public override PppEvent? AskAbout(byte identifier, ChapValue value, ReadOnlyMemory<byte> challenge) =>
        value.Value.Length == MD5.HashSizeInBytes
            ? new PppEvent.ChapResponseReceived(
                new ChapMd5Exchange(identifier, PeerText.Decode(value.Name.Span, out var isLatin1), challenge, value.Value, isLatin1))
            : null;

    public override string WriteSuccess(PppAnswer.Accepted answer, string words) => words;

    public override byte[] WriteFailure(PppAnswer.Rejected answer, bool mayRetry, ReadOnlyMemory<byte> challenge, string words) =>
        Encoding.UTF8.GetBytes(RefusalText.Write(answer.Error, words));

    public override PppEvent AskFor(byte identifier, ChapValue challenge) =>
        new PppEvent.ChapChallengeReceived(identifier, challenge.Value, NameIn(challenge));

    public override (string UserName, byte[] Value)? ReadAnswer(PppAnswer answer) => answer is PppAnswer.ChapResponded responded
        ? (responded.UserName, responded.Response.ToArray())
        : null;

    public override int ProofLength => 0;

    public override PppEvent AskAboutProof(ReadOnlySpan<byte> proof) => throw new InvalidOperationException("CHAP-MD5 proves no server.");

    public override PppFailure.Refused ReadFailure(ControlPacket failure) =>
        RefusalText.Read(failure.Data.Span, MaxMessageLength);
}
