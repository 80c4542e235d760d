using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>What is due again and again, in one loop that looks every minute. One duty after another, never two at once.</summary>
internal sealed class Maintenance : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private readonly List<(Duty Duty, DateTimeOffset Due)> _duties;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Rounds _rounds;

    /// <summary>Begins; each duty is due first after its interval, for a start has just done the same.</summary>
    public Maintenance(IEnumerable<Duty> duties, TimeProvider clock, ILogger logger)
    {
        (_clock, _logger) = (clock, logger);
        _duties = [.. duties.Select(duty => (duty, clock.GetUtcNow() + duty.Interval))];
        _rounds = new Rounds(Tick, clock, RunDueAsync);
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
    public ValueTask DisposeAsync() => _rounds.DisposeAsync();

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
