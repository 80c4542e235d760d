namespace Adit.Protocols.Ppp;

/// <summary>The restart timer and its counter (RFC 1661 §4.6): when to send again, and how often still.</summary>
internal sealed class RestartTimer(AutomatonOptions options)
{
    private int _count;

    /// <summary>When it expires; null while it does not run.</summary>
    public Moment? Deadline { get; private set; }

    public bool HasTriesLeft => _count > 0;

    /// <summary>irc: before Terminate-Requests there are other counts than before Configure-Requests.</summary>
    public void Initialize(bool forTerminate) => _count = forTerminate ? options.MaxTerminate : options.MaxConfigure;

    /// <summary>zrc: waits once more, so that our Terminate-Ack arrives, and sends nothing then.</summary>
    public void Zero(Moment now) => (_count, Deadline) = (0, now + options.RestartTimer);

    /// <summary>A request has been sent.</summary>
    public void Count(Moment now) => (_count, Deadline) = (_count - 1, now + options.RestartTimer);

    public void Stop() => Deadline = null;
}
