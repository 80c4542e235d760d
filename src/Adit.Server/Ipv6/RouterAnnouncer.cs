using Adit.Server.Hosting;
using Adit.Server.Sessions;

namespace Adit.Server.Ipv6;

/// <summary>One timer for all sessions: tells each of them its router's facts again, long before they run out, and when they have changed.</summary>
internal sealed class RouterAnnouncer : IAsyncDisposable
{
    private readonly Ipv6Gateway _gateway;
    private readonly SessionTable _sessions;
    private readonly Rounds _rounds;
    private int _round;

    /// <summary>Begins; a session is told by itself when it opens.</summary>
    public RouterAnnouncer(Ipv6Gateway gateway, SessionTable sessions, TimeProvider clock)
    {
        (_gateway, _sessions) = (gateway, sessions);
        _rounds = new Rounds(Ipv6Gateway.LookInterval, clock, LookAsync);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _rounds.DisposeAsync();

    private Task LookAsync()
    {
        _round++;
        if (_gateway.LookAgain() || _round % Ipv6Gateway.RoundsBetweenAdvertisements == 0)
            Announce();
        return Task.CompletedTask;
    }

    private void Announce()
    {
        foreach (var session in _sessions.Open)
            session.AdvertiseRouter();
    }
}
