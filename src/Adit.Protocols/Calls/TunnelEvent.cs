namespace Adit.Protocols.Calls;

/// <summary>What a tunnel session tells its call. Questions are to be answered through <see cref="ITunnelSession.HandleAnswer"/>.</summary>
public abstract record TunnelEvent
{
    private TunnelEvent()
    {
    }

    /// <summary>The tunnel carries frames: PPP may begin.</summary>
    public sealed record FramesAllowed : TunnelEvent;

    /// <summary>A question: is the MAC of this binding right? Answered by <see cref="TunnelAnswer.BindingChecked"/>.</summary>
    public sealed record BindingOffered(Sstp.CryptoBindingCheck Check) : TunnelEvent;

    /// <summary>Data may pass.</summary>
    public sealed record Connected : TunnelEvent;

    /// <summary>
    /// The session has ended and the transport is to be closed once everything transmitted has left; null where it ended as wished
    /// (closed by us, or disconnected by the peer).
    /// </summary>
    public sealed record Closed(Failure? Failure) : TunnelEvent;
}

/// <summary>Answers to the questions of <see cref="TunnelEvent"/>.</summary>
public abstract record TunnelAnswer
{
    private TunnelAnswer()
    {
    }

    /// <summary>Whether the compound MAC was right.</summary>
    public sealed record BindingChecked(bool IsRight) : TunnelAnswer;
}
