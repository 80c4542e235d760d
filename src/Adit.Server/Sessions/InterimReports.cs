using System.Security.Cryptography;

namespace Adit.Server.Sessions;

/// <summary>One timer for all sessions: has each of them report on its progress when that is due (RFC 2869 §2.1).</summary>
internal sealed class InterimReports : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly SessionTable _sessions;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public InterimReports(SessionTable sessions, TimeProvider clock)
    {
        (_sessions, _clock) = (sessions, clock);
        _running = RunAsync();
    }

    /// <summary>An interval that differs by up to a tenth, so that sessions that began together do not report together for ever.</summary>
    public static TimeSpan Jitter(TimeSpan interval) => interval * (RandomNumberGenerator.GetInt32(900, 1101) / 1000.0);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Tick, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                foreach (var session in _sessions.Open)
                    session.ReportProgress(_clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }
}
