namespace Adit.Protocols.Ppp;

/// <summary>What an algorithm of CHAP puts into the packets that all of them share (RFC 1994 §3, §4), on both sides.</summary>
internal abstract class ChapAlgorithm
{
    protected const int MaxMessageLength = 256;

    private static readonly MsChapV2Algorithm s_msChapV2 = new();
    private static readonly Md5Algorithm s_md5 = new();

    public static ChapAlgorithm Of(PppMethod method) => method is PppMethod.ChapMd5 ? s_md5 : s_msChapV2;

    /// <summary>Whether someone who was refused may try again in the same call.</summary>
    public abstract bool AllowsRetry { get; }

    /// <summary>Whether an expired password may be changed in the same call.</summary>
    public virtual bool AllowsChange => false;

    /// <summary>Whether success comes with keys, so that success without any is none.</summary>
    public abstract bool MakesKeys { get; }

    /// <summary>Whether a challenge of the server's has a length we can answer.</summary>
    public abstract bool IsChallenge(ReadOnlySpan<byte> value);

    /// <summary>The authenticator's question about a response; null where the packet is not well formed.</summary>
    public abstract PppEvent? AskAbout(byte identifier, ChapValue value, ReadOnlyMemory<byte> challenge);

    /// <summary>
    /// The authenticator's question about a Change-Password packet; null where it is not well formed, or this algorithm has none.
    /// </summary>
    /// <param name="packet">What came.</param>
    /// <param name="response">The response that was refused because the password has expired.</param>
    /// <param name="challenge">That of the refusal.</param>
    public virtual PppEvent? AskAboutChange(ControlPacket packet, ChapValue response, ReadOnlyMemory<byte> challenge) => null;

    /// <summary>The data of a Success packet.</summary>
    public abstract string WriteSuccess(PppAnswer.Accepted answer, string words);

    /// <summary>The data of a Failure packet.</summary>
    public abstract byte[] WriteFailure(PppAnswer.Rejected answer, bool mayRetry, ReadOnlyMemory<byte> challenge, string words);

    /// <summary>The peer's question about a challenge.</summary>
    public abstract PppEvent AskFor(byte identifier, ChapValue challenge);

    /// <summary>The peer's name and value; null where the answer is to another question.</summary>
    public abstract (string UserName, byte[] Value)? ReadAnswer(PppAnswer answer);

    /// <summary>The peer's question about a refusal that a new password would mend; null where none would.</summary>
    public virtual PppEvent? AskForChange(ControlPacket failure) => null;

    /// <summary>The data of a Change-Password packet, with the name it is for; null where the answer is to another question.</summary>
    public virtual (string UserName, byte[] Data)? ReadChange(PppAnswer answer) => null;

    /// <summary>Bytes of the server's proof at the start of a Success packet; 0 where this algorithm has none.</summary>
    public abstract int ProofLength { get; }

    /// <summary>The question about the server's proof.</summary>
    public abstract PppEvent AskAboutProof(ReadOnlySpan<byte> proof);

    /// <summary>What a Failure packet says.</summary>
    public abstract PppFailure.Refused ReadFailure(ControlPacket failure);

    protected static string NameIn(ChapValue challenge) => PeerText.Clean(challenge.Name.Span, MaxMessageLength);
}
