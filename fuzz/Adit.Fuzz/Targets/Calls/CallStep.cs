namespace Adit.Fuzz.Targets.Calls;

/// <summary>
/// What happens to a call or to the PPP session in it, one step per byte or a few, so that a mutation leaves out, repeats and reorders
/// whole steps. A PPP session alone passes over the steps of the tunnel.
/// </summary>
internal abstract record CallStep
{
    /// <summary>A frame of the peer's, made to fit what we have sent; <c>Change</c> is put over the byte <c>At</c>.</summary>
    public sealed record Say(int Saying, byte At = 0, byte Change = 0) : CallStep;

    /// <summary>A frame that is what it is.</summary>
    public sealed record Frame(byte[] Bytes) : CallStep;

    /// <summary>Bytes in the stream of the tunnel, perhaps a message.</summary>
    public sealed record Stream(byte[] Bytes) : CallStep;

    /// <summary>From now on the stream arrives in pieces of this many bytes.</summary>
    public sealed record Cut(int Length) : CallStep;

    /// <summary>Time passes.</summary>
    public sealed record Pass(TimeSpan Time) : CallStep;

    /// <summary>Time passes until the next deadline.</summary>
    public sealed record Jump : CallStep;

    /// <summary>The oldest open question is answered; without one, the last is answered again, too late.</summary>
    public sealed record Answer(bool IsRight, int Variant) : CallStep;

    /// <summary>We close.</summary>
    public sealed record Close : CallStep;

    /// <summary>The transport is gone.</summary>
    public sealed record Lose : CallStep;

    /// <summary>The open call gets limits.</summary>
    public sealed record Limit(TimeSpan Idle, TimeSpan Session) : CallStep;

    /// <summary>From now on the peer reads what we send, or does not.</summary>
    public sealed record Read(bool IsReading) : CallStep;
}
