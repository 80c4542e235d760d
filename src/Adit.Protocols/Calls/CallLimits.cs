namespace Adit.Protocols.Calls;

/// <summary>How long a call may take to open, may then be idle, and may last.</summary>
internal sealed class CallLimits
{
    private Moment? _setUpBy;
    private Moment? _openedAt;
    private Moment _lastPacketAt; // beside the rest, since it changes with every packet
    private TimeSpan? _idleTime;
    private TimeSpan? _sessionTime;

    /// <summary>When the next limit is reached; null for never.</summary>
    public Moment? Deadline => _openedAt is { } openedAt
        ? Moment.Earliest(_lastPacketAt + _idleTime, openedAt + _sessionTime)
        : _setUpBy;

    /// <summary>The call begins, and is to be open by then.</summary>
    public void Begin(Moment setUpBy) => _setUpBy = setUpBy;

    /// <summary>What holds once the call is open; null for ever.</summary>
    public void Set(TimeSpan? idleTime, TimeSpan? sessionTime) => (_idleTime, _sessionTime) = (idleTime, sessionTime);

    public void HandleOpened(Moment now) => (_openedAt, _lastPacketAt) = (now, now);

    public void HandlePacket(Moment at) => _lastPacketAt = at > _lastPacketAt ? at : _lastPacketAt;

    /// <summary>Which limit it was, once <see cref="Deadline"/> has passed.</summary>
    public CallFailure Explain(CallStage stage, Moment now)
    {
        if (_openedAt is not { } openedAt)
            return new CallFailure.SetupTimedOut(stage);

        return _sessionTime is { } limit && openedAt + limit <= now
            ? new CallFailure.SessionTimeOver(limit)
            : new CallFailure.IdleTooLong(now - _lastPacketAt);
    }
}
