using Adit.Server.Sessions;

namespace Adit.Server.Ipv6;

/// <summary>One timer for all sessions: tells each of them its router's facts again, long before they run out, and when they have changed.</summary>
internal sealed class RouterAnnouncer : IAsyncDisposable
{
    private readonly Ipv6Gateway _gateway;
    private readonly SessionTable _sessions;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <summary>Begins; a session is told by itself when it opens.</summary>
    public RouterAnnouncer(Ipv6Gateway gateway, SessionTable sessions, TimeProvider clock)
    {
        (_gateway, _sessions, _clock) = (gateway, sessions, clock);
        _running = RunAsync();
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
        using var timer = new PeriodicTimer(Ipv6Gateway.LookInterval, _clock);
        try
        {
            for (var round = 1; await timer.WaitForNextTickAsync(_stopping.Token); round++)
            {
                if (_gateway.LookAgain() || round % Ipv6Gateway.RoundsBetweenAdvertisements == 0)
                    Announce();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private void Announce()
    {
        foreach (var session in _sessions.Open)
            session.AdvertiseRouter();
    }
}
