using System.Collections.Concurrent;
using System.Net;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Listeners;
using Adit.Server.Monitoring;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>All sessions of this gateway: finds the call that a packet belongs to, and ends sessions by user, by id, or all.</summary>
public sealed class SessionTable : ICallTable
{
    private readonly ConcurrentDictionary<ServerSession, Task> _serving = [];
    private readonly ConcurrentDictionary<Ipv4Address, CallDriver> _byAddress = [];
    private readonly ConcurrentDictionary<ulong, CallDriver> _byNetwork = []; // the first half of an IPv6 address
    private readonly ConcurrentDictionary<string, ServerSession> _open = new(StringComparer.Ordinal);
    private volatile bool _isDraining;
    private volatile bool _isStopping;

    /// <summary>A table without sessions.</summary>
    public SessionTable(LiveConfiguration configuration, AttemptJournal attempts)
    {
        Journal = attempts;
        Places = new SessionPlaces(configuration);
        Doors = new Doors(configuration, Places, TunnelKind.Sstp, () => IsDraining);
        Places.Changed = Doors.Look;
    }

    /// <summary>Who has a place.</summary>
    public SessionPlaces Places { get; }

    /// <summary>Whether the listening sockets are to be there.</summary>
    public Doors Doors { get; }

    /// <summary>Whether an administrator wants no new sessions; those that are there go on.</summary>
    public bool IsDraining
    {
        get => _isDraining || _isStopping;
        set
        {
            var isChange = _isDraining != value;
            _isDraining = value;
            Doors.Look();
            if (isChange)
                Monitor.Events.Publish(new ServerEvent.DrainChanged(value));
        }
    }

    /// <summary>Why no new session is taken, one of <see cref="PlaceLimit"/>; null where one is.</summary>
    public string? RefusalReason => IsDraining ? PlaceLimit.Draining : Places.FindLimit(TunnelKind.Sstp);

    /// <summary>How many sessions are open.</summary>
    public int Count => _open.Count;

    /// <summary>The sessions that are open now.</summary>
    internal IEnumerable<ServerSession> Open => _open.Values;

    /// <summary>The calls that are served now, those that are not open included.</summary>
    internal IEnumerable<ServerSession> Served => _serving.Keys;

    /// <summary>How many calls are served, those that are not open included.</summary>
    internal int Serving => _serving.Count;

    /// <summary>Where records of attempts are begun.</summary>
    internal AttemptJournal Journal { get; }

    /// <summary>Who is told what becomes of attempts and sessions.</summary>
    internal ServerMonitor Monitor => Journal.Monitor;

    /// <summary>Set once, before the first call.</summary>
    internal SessionServices? Services { get; set; }

    /// <inheritdoc/>
    public CallDriver? Find(ReadOnlySpan<byte> packet) =>
        Ipv4Header.TryParse(packet, out var header) ? Find(header.Destination)
        : Ipv6Header.TryParse(packet, out _) ? Find(Ipv6Address.Read(Ipv6Header.Destination(packet)))
        : null;

    private CallDriver? Find(Ipv4Address destination) => _byAddress.GetValueOrDefault(destination) ?? Services?.Behind?.Find(destination);

    private CallDriver? Find(Ipv6Address destination) => _byNetwork.GetValueOrDefault(destination.Network) ?? Services?.Behind?.Find(destination);

    /// <summary>Begins the record of a connection.</summary>
    internal AttemptTrail NewAttempt(IPEndPoint peer) => Journal.Begin(peer);

    /// <summary>Tells the log of a fault of ours that ended a connection.</summary>
    internal void LogFault(IPEndPoint peer, Exception fault) => SessionLog.Faulted(Services!.Logger, fault, peer);

    /// <summary>Tells the log that nobody can come in here.</summary>
    internal void LogNotListening(IPEndPoint endPoint, Exception fault) => SessionLog.NotListening(Services!.Logger, endPoint, fault.Message);

    /// <summary>Serves a call whose HTTP greeting is done, until it has ended.</summary>
    internal async Task ServeAsync(ReadyLink link, ReadOnlyMemory<byte> early, AttemptTrail attempt, IDisposable halfOpen)
    {
        using var session = new ServerSession(Services!, attempt, halfOpen, link);
        var served = new TaskCompletionSource();
        _serving[session] = served.Task;
        Monitor.Traffic.Add(session.Driver.Traffic);
        if (_isStopping)
            session.End(new CallFailure.ServerStopping()); // stopping may have looked before we were there
        try
        {
            await session.RunAsync(early);
        }
        finally
        {
            _serving.TryRemove(session, out _);
            Monitor.Traffic.Remove(session.Driver.Traffic);
            served.SetResult();
        }
    }

    /// <summary>
    /// Ends the sessions of this user or with this id; returns how many. A peer that merely claims the name is none of the user's.
    /// </summary>
    public int Disconnect(string userOrId, Failure reason) =>
        End(session => session.Id == userOrId || IsSame(session.User, userOrId), reason);

    /// <summary>
    /// Ends every call of an account that may no longer enter; returns how many. Those count, too, about which the authority is just
    /// being asked: they must not slip through.
    /// </summary>
    public int Block(string account, Failure reason) => End(session => IsSame(session.User ?? session.Claimed, account), reason);

    /// <summary>Ends every call that signed in with such a certificate, given by its SHA-256; returns how many.</summary>
    public int EndOfCertificates(Func<string, bool> isMeant, Failure reason) => End(session => session.Certificate is { } certificate && isMeant(certificate), reason);

    /// <summary>Takes no more sessions, ends all in order and waits for them, at most this long.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _isStopping = true;
        Monitor.Events.Publish(new ServerEvent.DrainChanged(Draining: true));
        foreach (var session in _serving.Keys)
            session.End(new CallFailure.ServerStopping());
        await Task.WhenAny(Task.WhenAll(_serving.Values), Task.Delay(patience));
    }

    private static bool IsSame(string? name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private int End(Func<ServerSession, bool> isMeant, Failure reason)
    {
        var sessions = _serving.Keys.Where(isMeant).ToList();
        foreach (var session in sessions)
            session.End(reason);
        return sessions.Count;
    }

    internal void Opened(ServerSession session, CallDriver driver)
    {
        _byAddress[session.Address!.Value] = driver;
        _open[session.Id] = session;
        Monitor.SessionOpened(session);
    }

    /// <summary>An open session carries IPv6, too.</summary>
    internal void OpenedIpv6(ServerSession session, CallDriver driver)
    {
        if (session.Ipv6.Prefix is { } prefix)
            _byNetwork[prefix.Address.Network] = driver;
    }

    internal void Closed(ServerSession session, Failure? failure)
    {
        Places.Leave(session.Place);
        if (!_open.TryRemove(session.Id, out _))
            return;

        if (session.Address is { } address)
            _byAddress.TryRemove(address, out _);
        if (session.Ipv6.Prefix is { } prefix)
            _byNetwork.TryRemove(prefix.Address.Network, out _);
        Monitor.SessionClosed(session, failure);
    }
}
