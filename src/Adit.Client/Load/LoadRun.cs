using System.Diagnostics;
using Adit.Client.Eap;

namespace Adit.Client.Load;

/// <summary>
/// Thousands of our clients in one process, without an interface: they come at a rate, send, stay for a while, and leave. For any SSTP
/// server.
/// </summary>
public sealed class LoadRun(LoadOptions options)
{
    /// <summary>How often it looks whether the next client is due.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly LoadSender _sender = new(options);
    private readonly List<Task> _running = [];

    /// <summary>What has come of it so far.</summary>
    public LoadTally Tally { get; } = new();

    /// <summary>From the first client until the last one was open or had failed; null before that.</summary>
    public TimeSpan? SettledAfter { get; private set; }

    /// <summary>Runs it. Cancelling has the open sessions say goodbye at once.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = Task.CompletedTask;
        try
        {
            var begun = Stopwatch.GetTimestamp();
            sending = Task.Run(() => _sender.RunAsync(ending.Token), CancellationToken.None);
            await BeginAllAsync(giveUp.Token, ending.Token);
            while (Tally.Opened + Tally.Failed < options.Sessions)
                await Task.Delay(Tick, cancellation);
            SettledAfter = Stopwatch.GetElapsedTime(begun);
            await Task.Delay(options.Hold, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            await giveUp.CancelAsync();
            await ending.CancelAsync();
            await sending;
            await Task.WhenAll(_running);
        }
    }

    private async Task BeginAllAsync(CancellationToken giveUp, CancellationToken ending)
    {
        var connector = new SstpConnector(options.Profile, new ServerPath(options.Profile));
        var engines = new EapEngines(options.Profile.Eap, TimeProvider.System);
        var begun = Stopwatch.GetTimestamp();
        for (var number = 0; number < options.Sessions; number++)
        {
            while (options.Rate is { } rate && number > Stopwatch.GetElapsedTime(begun).TotalSeconds * rate)
                await Task.Delay(Tick, ending);
            var session = new LoadSession(options, options.Credentials[number % options.Credentials.Count], connector, engines, Tally);
            if (IsBusy(number))
                _sender.Add(session);
            _running.Add(session.RunAsync(giveUp, ending));
        }
    }

    /// <summary>Spreads the busy ones evenly.</summary>
    private bool IsBusy(int number) => options.Traffic is not LoadTraffic.None
        && (number + 1L) * options.BusyPercent / 100 > (long)number * options.BusyPercent / 100;
}
