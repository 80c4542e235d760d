using Adit.Access.Accounting;
using Adit.Diagnosis.Attempts;
using Adit.Server.Sessions;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>What is due once a day, in one loop: the certificate is renewed, and old sessions and attempts are forgotten.</summary>
internal sealed class Maintenance : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan SessionsKeptFor = TimeSpan.FromDays(365);

    private readonly CertificateKeeper _certificate;
    private readonly IAttemptStore _attempts;
    private readonly ISessionStore _sessions;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <summary>Begins; the first round is due in a day, for a start has just done the same.</summary>
    public Maintenance(CertificateKeeper certificate, IAttemptStore attempts, ISessionStore sessions, TimeProvider clock, ILogger logger)
    {
        (_certificate, _attempts, _sessions, _clock, _logger) = (certificate, attempts, sessions, clock, logger);
        _running = RunAsync();
    }

    /// <summary>One round. A step that fails is logged and stops no other.</summary>
    public async Task RunOnceAsync()
    {
        var now = _clock.GetUtcNow();
        await TryAsync("renew the certificate", () =>
        {
            if (_certificate.Renew() is { } reason)
                HostingLog.CertificateRenewed(_logger, _certificate.Current.Leaf.NotAfter.ToUniversalTime(), reason.ToString());
            return default;
        });
        await TryAsync("forget old attempts", async () =>
            await _attempts.PruneAsync(AttemptJournal.Kept, now - AttemptJournal.KeptFor, CancellationToken.None));
        await TryAsync("forget old sessions", async () =>
            await _sessions.PruneAsync(now - SessionsKeptFor, CancellationToken.None));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                await RunOnceAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask TryAsync(string name, Func<ValueTask> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            HostingLog.MaintenanceFailed(_logger, name, e);
        }
    }
}
