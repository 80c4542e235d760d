using Adit.Server.Configuration;
using Adit.Server.Sessions;

namespace Adit.Server.Listeners;

/// <summary>
/// Whether the listening sockets of a kind of tunnel are to be there: with <see cref="RefusalForm.Tcp"/> not while the server drains,
/// nor from full until there is ample room. Any thread may call.
/// </summary>
public sealed class Doors(LiveConfiguration configuration, SessionPlaces places, TunnelKind tunnel, Func<bool> isDraining)
{
    private readonly Lock _gate = new();
    private Period _now = new(AreOpen: true, new CancellationTokenSource());

    private sealed record Period(bool AreOpen, CancellationTokenSource End);

    /// <summary>What holds now, and what is cancelled as soon as it does no longer.</summary>
    public (bool AreOpen, CancellationToken Changed) State
    {
        get
        {
            lock (_gate)
                return (_now.AreOpen, _now.End.Token);
        }
    }

    /// <summary>Something has changed: places, the wish to drain, the configuration.</summary>
    public void Look()
    {
        Period ended;
        lock (_gate)
        {
            if (ShallBeOpen() == _now.AreOpen)
                return;

            ended = _now;
            _now = new Period(!ended.AreOpen, new CancellationTokenSource());
        }

        // The caller may hold a call's lock.
        ThreadPool.UnsafeQueueUserWorkItem(static end => end.Cancel(), ended.End, preferLocal: false);
    }

    private bool ShallBeOpen() => configuration.Current.Limits.Refuse is RefusalForm.Http
        || (!isDraining() && (_now.AreOpen ? !places.IsFull(tunnel) : places.HasAmpleRoom(tunnel)));
}
