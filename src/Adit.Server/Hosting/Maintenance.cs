using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>What is due again and again, in one loop that looks every minute. One duty after another, never two at once.</summary>
internal sealed class Maintenance : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private readonly List<(Duty Duty, DateTimeOffset Due)> _duties;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <summary>Begins; each duty is due first after its interval, for a start has just done the same.</summary>
    public Maintenance(IEnumerable<Duty> duties, TimeProvider clock, ILogger logger)
    {
        (_clock, _logger) = (clock, logger);
        _duties = [.. duties.Select(duty => (duty, clock.GetUtcNow() + duty.Interval))];
        _running = RunAsync();
    }

    /// <summary>One round: whatever is due. A duty that fails is logged and stops no other.</summary>
    public async Task RunDueAsync()
    {
        for (var index = 0; index < _duties.Count; index++)
        {
            var (duty, due) = _duties[index];
            var now = _clock.GetUtcNow();
            if (now < due)
                continue;
            _duties[index] = (duty, now + duty.Interval);
            await TryAsync(duty, now);
        }
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
        using var timer = new PeriodicTimer(Tick, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                await RunDueAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask TryAsync(Duty duty, DateTimeOffset now)
    {
        try
        {
            await duty.RunAsync(now);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            HostingLog.MaintenanceFailed(_logger, duty.Name, e);
        }
    }
}
