using Adit.Protocols.Ppp;

namespace Adit.Protocols.Calls;

/// <summary>
/// What a call tells its driver. The questions among the events of PPP and of the tunnel pass through unchanged and are answered
/// with <see cref="Call.HandleAnswer(PppAnswer, Moment)"/> and <see cref="Call.HandleAnswer(TunnelAnswer, Moment)"/>.
/// </summary>
public abstract record CallEvent
{
    private CallEvent()
    {
    }

    /// <summary>The call has come this far; it may go back from Authorizing to Authenticating where another try is allowed.</summary>
    public sealed record StageReached(CallStage Stage) : CallEvent;

    /// <summary>News or a question from PPP; its end is told by <see cref="Closed"/> alone.</summary>
    public sealed record FromPpp(PppEvent Event) : CallEvent;

    /// <summary>News or a question from the tunnel; its end is told by <see cref="Closed"/> alone.</summary>
    public sealed record FromTunnel(TunnelEvent Event) : CallEvent;

    /// <summary>
    /// The call has ended, the last event. The transport is to be closed once everything transmitted has left. Null where it ended as wished.
    /// </summary>
    public sealed record Closed(Failure? Failure) : CallEvent;
}
