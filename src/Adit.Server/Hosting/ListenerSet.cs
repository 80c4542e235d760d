using System.Net;
using System.Net.Sockets;
using Adit.Server.Configuration;
using Adit.Server.Listeners;

namespace Adit.Server.Hosting;

/// <summary>
/// The listeners that one key of the configuration names. A reload binds those that are new before it closes those that are gone; connections that a closed one
/// has taken go on.
/// </summary>
internal sealed class ListenerSet(Func<ServerConfiguration, IReadOnlyList<IPEndPoint>> named, Func<IPEndPoint, SstpListener> bind)
    : IReloadable, IAsyncDisposable
{
    private IReadOnlyDictionary<IPEndPoint, SstpListener> _listeners = new Dictionary<IPEndPoint, SstpListener>();

    /// <summary>Binds the first ones; throws <see cref="SocketException"/>.</summary>
    public void Bind(ServerConfiguration configuration)
    {
        foreach (var endPoint in named(configuration).Distinct())
            _listeners = new Dictionary<IPEndPoint, SstpListener>(_listeners) { [endPoint] = bind(endPoint) };
    }

    /// <summary>Begins to take connections.</summary>
    public void Start()
    {
        foreach (var listener in _listeners.Values)
            listener.Start();
    }

    public async ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        var change = new Change(this);
        foreach (var endPoint in named(next).Distinct())
            await change.WantAsync(endPoint);
        return change;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Values)
            await listener.DisposeAsync();
    }

    private SstpListener BindOne(IPEndPoint endPoint) => bind(endPoint);

    private sealed class Change(ListenerSet set) : IPreparedChange
    {
        private readonly Dictionary<IPEndPoint, SstpListener> _wanted = [];
        private bool _isApplied;

        private IEnumerable<SstpListener> Added => _wanted.Values.Except(set._listeners.Values);

        public async ValueTask WantAsync(IPEndPoint endPoint)
        {
            try
            {
                _wanted[endPoint] = set._listeners.TryGetValue(endPoint, out var present) ? present : set.BindOne(endPoint);
            }
            catch (SocketException e)
            {
                await DisposeAsync();
                throw StartupProblems.OfListening(endPoint.ToString(), e);
            }
        }

        public async ValueTask ApplyAsync()
        {
            var removed = set._listeners.Values.Except(_wanted.Values).ToList();
            foreach (var listener in Added)
                listener.Start();
            set._listeners = _wanted;
            _isApplied = true;
            foreach (var listener in removed)
                await listener.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_isApplied)
                return;
            foreach (var listener in Added)
                await listener.DisposeAsync();
        }
    }
}
