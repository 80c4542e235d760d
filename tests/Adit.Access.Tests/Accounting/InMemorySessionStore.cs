using Adit.Access.Accounting;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Accounting;

/// <summary>The contract of <see cref="ISessionStore"/> in memory.</summary>
public sealed class InMemorySessionStore : ISessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Gateway, string SessionId), SessionRecord> _sessions = [];

    public ValueTask RecordAsync(AccountingRequest report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var key = (report.Gateway, report.SessionId);
            var session = _sessions.GetValueOrDefault(key) ?? Begin(report, now);
            if (session.EndedUtc is null)
                _sessions[key] = Update(session, report, now);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<SessionRecord?> FindAsync(string gateway, string sessionId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_sessions.GetValueOrDefault((gateway, sessionId)));
    }

    public ValueTask<IReadOnlyList<SessionRecord>> ListOpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _sessions.Values.Where(session => session.EndedUtc is null).OrderBy(session => session.StartedUtc)]);
    }

    public ValueTask<IReadOnlyList<SessionRecord>> ListLastAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _sessions.Values.OrderByDescending(session => session.StartedUtc).Take(count)]);
    }

    public ValueTask<int> CloseOpenAsync(string gateway, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var open = _sessions
                .Where(pair => string.Equals(pair.Key.Gateway, gateway, StringComparison.Ordinal) && pair.Value.EndedUtc is null)
                .ToList();
            foreach (var (key, session) in open)
                _sessions[key] = session with { EndedUtc = now, TerminateCause = TerminateCause.NasReboot };

            return new(open.Count);
        }
    }

    public ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_sessions.Where(pair => pair.Value.EndedUtc < endedBefore).ToList().Count(pair => _sessions.Remove(pair.Key)));
    }

    private static SessionRecord Begin(AccountingRequest report, DateTimeOffset now) =>
        new(report.Gateway, report.SessionId, report.UserName, report.CallingStationId, now - report.SessionTime, now);

    private static SessionRecord Update(SessionRecord session, AccountingRequest report, DateTimeOffset now) => session with
    {
        UpdatedUtc = now,
        Address = report.FramedIpAddress ?? session.Address,
        Ipv6Prefix = report.FramedIpv6Prefix ?? session.Ipv6Prefix,
        CorrelationId = report.CorrelationId ?? session.CorrelationId,
        InputOctets = Math.Max(session.InputOctets, (long)report.InputOctets),
        OutputOctets = Math.Max(session.OutputOctets, (long)report.OutputOctets),
        InputPackets = Math.Max(session.InputPackets, report.InputPackets),
        OutputPackets = Math.Max(session.OutputPackets, report.OutputPackets),
        EndedUtc = report.Status is AccountingStatus.Stop ? now : null,
        TerminateCause = report.TerminateCause,
    };
}
