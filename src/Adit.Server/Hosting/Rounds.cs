namespace Adit.Server.Hosting;

/// <summary>Does something at every tick, one round after another, until it is disposed of; that waits for the round under way.</summary>
internal sealed class Rounds : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <summary>Begins; the first round comes after one interval.</summary>
    /// <param name="interval">From tick to tick; a round that takes longer leaves ticks out.</param>
    /// <param name="clock">Where the ticks come from.</param>
    /// <param name="round">One round; must not throw.</param>
    public Rounds(TimeSpan interval, TimeProvider clock, Func<Task> round) => _running = RunAsync(interval, clock, round);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(TimeSpan interval, TimeProvider clock, Func<Task> round)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                await round();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }
}
