using System.Net;
using System.Net.Sockets;
using Adit.Server.Configuration;
using Adit.Server.Listeners;

namespace Adit.Server.Hosting;

/// <summary>
/// The listeners of <c>listen:</c>. A reload binds those that are new before it closes those that are gone; connections that a closed one
/// has taken go on.
/// </summary>
internal sealed class ListenerSet(Func<IPEndPoint, TlsListener> bind) : IReloadable, IAsyncDisposable
{
    private IReadOnlyDictionary<IPEndPoint, TlsListener> _listeners = new Dictionary<IPEndPoint, TlsListener>();

    /// <summary>Binds the first ones; throws <see cref="SocketException"/>.</summary>
    public void Bind(IReadOnlyList<IPEndPoint> endPoints)
    {
        foreach (var endPoint in endPoints.Distinct())
            _listeners = new Dictionary<IPEndPoint, TlsListener>(_listeners) { [endPoint] = bind(endPoint) };
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
        foreach (var endPoint in next.Listen.Distinct())
            await change.WantAsync(endPoint);
        return change;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Values)
            await listener.DisposeAsync();
    }

    private TlsListener BindOne(IPEndPoint endPoint) => bind(endPoint);

    private sealed class Change(ListenerSet set) : IPreparedChange
    {
        private readonly Dictionary<IPEndPoint, TlsListener> _wanted = [];
        private bool _isApplied;

        private IEnumerable<TlsListener> Added => _wanted.Values.Except(set._listeners.Values);

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
