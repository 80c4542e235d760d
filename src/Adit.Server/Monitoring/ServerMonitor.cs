using Adit.Diagnosis.Attempts;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Server.Control;
using Adit.Server.Radius;
using Adit.Server.Sessions;

namespace Adit.Server.Monitoring;

/// <summary>
/// What calls tell those who watch the server: counted for <c>/metrics</c>, and published as events. Called where a call opens and where
/// it ends, under its lock, so it never waits.
/// </summary>
internal sealed class ServerMonitor(TimeProvider clock)
{
    private const string NoCode = "none";
    private const string BeforeTheCall = "tls";

    private long _opened;
    private long _lostRecords;
    private long _lostRows;

    /// <summary>What happens, for those who read along.</summary>
    public EventHub Events { get; } = new(clock);

    /// <summary>Attempts that opened a session.</summary>
    public long Opened => Volatile.Read(ref _opened);

    /// <summary>Attempts that ended before they were open, by failure code.</summary>
    public CountsByWord Failed { get; } = new();

    /// <summary>Sessions that have ended, by failure code; <c>none</c> where the user wished it.</summary>
    public CountsByWord Closed { get; } = new();

    /// <summary>From the first byte to the first packet.</summary>
    public Histogram ConnectTime { get; } = new();

    /// <summary>The same by what the call was doing: <c>tls</c>, with the HTTP greeting, and then each stage up to open.</summary>
    public IReadOnlyDictionary<string, Histogram> PhaseTimes { get; } =
        Phases.ToDictionary(phase => phase, _ => new Histogram(), StringComparer.Ordinal);

    /// <summary>What all calls have carried.</summary>
    public TrafficTotals Traffic { get; } = new();

    /// <summary>Packets of RADIUS.</summary>
    public RadiusCounts Radius { get; } = new();

    /// <summary>Attempt records that were lost since more came than could be written.</summary>
    public long LostRecords => Volatile.Read(ref _lostRecords);

    /// <summary>Rows of the log of decisions that were lost since more came than could be written.</summary>
    public long LostRows => Volatile.Read(ref _lostRows);

    /// <summary>Attempt records that wait to be written.</summary>
    public Func<int> WaitingRecords { get; set; } = () => 0;

    /// <summary>Rows of the log of decisions that wait to be written.</summary>
    public Func<int> WaitingRows { get; set; } = () => 0;

    /// <summary>What has passed between us and the TUN.</summary>
    public Func<TunTraffic> Tun { get; set; } = () => default;

    /// <summary>The phases of a call before it is open.</summary>
    public static IEnumerable<string> Phases =>
        [BeforeTheCall, .. Enum.GetValues<CallStage>().Where(stage => stage < CallStage.Open).Select(stage => WordOf(stage.ToString()))];

    public void CountLostRecord() => Interlocked.Increment(ref _lostRecords);

    public void CountLostRows(int count) => Interlocked.Add(ref _lostRows, count);

    /// <summary>An attempt has become a session.</summary>
    public void AttemptOpened(AttemptRecord attempt)
    {
        Interlocked.Increment(ref _opened);
        var (phase, since) = (BeforeTheCall, 0L);
        foreach (var stage in attempt.Stages)
        {
            if (PhaseTimes.TryGetValue(phase, out var times))
                times.Observe((stage.Milliseconds - since) / 1000.0);
            (phase, since) = (WordOf(stage.Name), stage.Milliseconds);
        }

        ConnectTime.Observe(since / 1000.0);
    }

    /// <summary>An attempt is over; <paramref name="wasOpen"/> where it had become a session.</summary>
    public void AttemptEnded(AttemptRecord attempt, bool wasOpen)
    {
        (wasOpen ? Closed : Failed).Count(attempt.FailureCode ?? NoCode);
        var told = attempt.Bounded();
        Events.Publish(new ServerEvent.AttemptEnded(
            told.Outcome is Diagnosis.Attempts.AttemptOutcome.Failed ? Control.AttemptOutcome.Failed : Control.AttemptOutcome.Closed,
            told.FailureCode, told.UserName, told.Peer, told.CorrelationId?.ToString()));
    }

    /// <summary>A session has opened.</summary>
    public void SessionOpened(ServerSession session) => Events.Publish(new ServerEvent.SessionOpened(
        session.Id, session.User!, session.Peer.ToString(), "sstp", session.Address?.ToString(), session.Attempt.CorrelationId?.ToString()));

    /// <summary>A session that was open has ended.</summary>
    public void SessionClosed(ServerSession session, Failure? failure) => Events.Publish(new ServerEvent.SessionClosed(
        session.Id, session.User!, session.Peer.ToString(), (long)(clock.GetUtcNow() - session.OpenSince!.Value).TotalSeconds,
        session.Driver.Traffic.BytesReceived, session.Driver.Traffic.BytesSent, failure?.Code, session.Attempt.CorrelationId?.ToString()));

    private static string WordOf(string stage) => stage.ToLowerInvariant();
}
