namespace Adit.Protocols.Radius.Servers;

/// <summary>One server of a group: whether it is there, and what waits for it.</summary>
internal sealed class GroupServer(int index, RadiusServerOptions options)
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);

    private int _losses;
    private Moment? _deadUntil;
    private long _sent;
    private long _answered;
    private long _lost;
    private long _dropped;

    /// <summary>Its place in the group.</summary>
    public int Index => index;

    public RadiusServerOptions Options => options;

    public IdentifierTable Identifiers { get; } = new();

    public bool IsUp => _deadUntil is null;

    /// <summary>When it is to be asked whether it is back; null for never.</summary>
    public Moment? ProbeAt { get; private set; }

    public ServerHealth Health => new(options.Name, IsUp, Identifiers.Count, _sent, _answered, _lost, _dropped);

    /// <summary>Whether it gets requests: it is there, or has been left alone for long enough to be tried.</summary>
    public bool IsUsable(Moment now) => _deadUntil is not { } until || until <= now;

    public void CountSent() => _sent++;

    public void CountDropped() => _dropped++;

    /// <summary>It lives; true where that is news.</summary>
    public bool HandleAnswer()
    {
        _answered++;
        var isNews = !IsUp;
        (_losses, _deadUntil, ProbeAt) = (0, null, null);
        return isNews;
    }

    /// <summary>A packet got no answer; true where it is given up now. One that is only being tried is left alone again at once.</summary>
    public bool HandleLoss(Moment now)
    {
        _lost++;
        if (++_losses < options.MaxLosses || !IsUsable(now))
            return false;

        var isNews = IsUp;
        _deadUntil = now + options.DeadTime;
        if (isNews)
            ProbeLater(now);
        return isNews;
    }

    public void ProbeLater(Moment now) => ProbeAt = options.Probes ? now + ProbeInterval : null;
}
