using System.Security.Cryptography;
using Adit.Server.Hosting;

namespace Adit.Server.Sessions;

/// <summary>One timer for all sessions: has each of them report on its progress when that is due (RFC 2869 §2.1).</summary>
internal sealed class InterimReports(SessionTable sessions, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Rounds _rounds = new(Tick, clock, () => ReportAsync(sessions, clock));

    /// <summary>An interval that differs by up to a tenth, so that sessions that began together do not report together for ever.</summary>
    public static TimeSpan Jitter(TimeSpan interval) => interval * (RandomNumberGenerator.GetInt32(900, 1101) / 1000.0);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _rounds.DisposeAsync();

    private static Task ReportAsync(SessionTable sessions, TimeProvider clock)
    {
        foreach (var session in sessions.Open)
            session.ReportProgress(clock.GetUtcNow());
        return Task.CompletedTask;
    }
}
