using System.Net;
using System.Net.Sockets;
using Adit.Access.Decisions;
using Adit.Protocols;
using Adit.Protocols.Radius.Servers;
using Adit.Transport;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius.Remote;

/// <summary>
/// Drives one <see cref="ServerGroup"/>: sockets, a timer, and those who wait. There is one for authentication and one for accounting, for
/// a server may be dead for one of them alone. Any thread may call.
/// </summary>
internal sealed class RemoteDoor : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _group;
    private readonly RadiusDoor _kind;
    private readonly IReadOnlyList<(RadiusServerOptions Options, IPEndPoint EndPoint)> _servers;
    private readonly ServerGroup _core;
    private readonly ILogger _logger;
    private readonly Dictionary<(int Server, int Channel), RemotePort> _ports = [];
    private readonly Dictionary<long, TaskCompletionSource<RemoteAnswer>> _waiting = [];
    private readonly Timer _timer;
    private readonly DateTimeOffset?[] _complained;
    private long _lastTicket;
    private bool _isDisposed;

    public RemoteDoor(
        string group, RadiusDoor kind, IReadOnlyList<(RadiusServerOptions Options, IPEndPoint EndPoint)> servers, IRandomSource random, ILogger logger)
    {
        (_group, _kind, _servers, _logger) = (group, kind, servers, logger);
        _core = new ServerGroup(group, servers.Select(server => server.Options), random);
        _complained = new DateTimeOffset?[servers.Count];
        _timer = new Timer(_ => Run((core, now) => core.HandleTimeout(now)));
    }

    /// <summary>How each server does.</summary>
    public IReadOnlyList<ServerHealth> Health
    {
        get
        {
            lock (_gate)
                return _core.Health;
        }
    }

    /// <summary>Whether somebody waits for an answer.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
                return _waiting.Count > 0;
        }
    }

    /// <summary>Asks; throws <see cref="NoDecisionException"/> where nobody answers.</summary>
    /// <param name="message">Code and attributes, the secrets in clear.</param>
    /// <param name="server">Who alone can answer; null for any.</param>
    public Task<RemoteAnswer> AskAsync(ReadOnlyMemory<byte> message, int? server = null)
    {
        var waiter = new TaskCompletionSource<RemoteAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ticket = Interlocked.Increment(ref _lastTicket);
        Run((core, now) =>
        {
            _waiting.Add(ticket, waiter);
            core.Ask(ticket, message, server, now);
        });
        if (_isDisposed)
            waiter.TrySetException(NobodyAnswers());
        return waiter.Task;
    }

    public void Dispose()
    {
        List<TaskCompletionSource<RemoteAnswer>> waiting;
        lock (_gate)
        {
            _isDisposed = true;
            waiting = [.. _waiting.Values];
            _waiting.Clear();
            foreach (var port in _ports.Values)
                port.Dispose();
        }

        _timer.Dispose();
        foreach (var waiter in waiting)
            waiter.TrySetException(NobodyAnswers());
    }

    private NoDecisionException NobodyAnswers() => new(new RemoteFailure.NoServerAnswered(_group));

    /// <summary>One input to the core, and then everything that comes of it.</summary>
    private void Run(Action<ServerGroup, Moment> input)
    {
        var told = new List<GroupEvent>();
        lock (_gate)
        {
            if (_isDisposed)
                return;

            var now = MonotonicClock.Now;
            input(_core, now);
            while (_core.TryTransmit(out var datagram))
                PortOf(datagram.Server, datagram.Channel)?.Send(datagram.Packet);
            while (_core.TryTakeEvent(out var groupEvent))
                told.Add(groupEvent);
            WakeAt(_core.NextDeadline, now);
            told.ForEach(Answer);
        }

        told.ForEach(Tell);
    }

    private void WakeAt(Moment? deadline, Moment now) => _timer.Change(
        deadline is { } due ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((due - now).TotalMilliseconds))) : Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);

    /// <summary>Null where there is no way to the server now; the packet is then lost.</summary>
    private RemotePort? PortOf(int server, int channel)
    {
        if (_ports.TryGetValue((server, channel), out var known))
            return known;

        try
        {
            return _ports[(server, channel)] = new RemotePort(
                _servers[server].EndPoint, datagram => Run((core, _) => core.Handle(server, channel, datagram)));
        }
        catch (SocketException e)
        {
            RemoteLog.NoWay(_logger, _group, _servers[server].Options.Name, e.Message);
            return null;
        }
    }

    private void Answer(GroupEvent told)
    {
        switch (told)
        {
            case GroupEvent.Answered answered when _waiting.Remove(answered.Ticket, out var waiter):
                waiter.TrySetResult(new RemoteAnswer(answered.Server, answered.Message));
                break;
            case GroupEvent.Failed failed when _waiting.Remove(failed.Ticket, out var waiter):
                waiter.TrySetException(new NoDecisionException(failed.Reason));
                break;
        }
    }

    private void Tell(GroupEvent told)
    {
        switch (told)
        {
            case GroupEvent.ServerChanged { IsUp: true } changed:
                RemoteLog.Up(_logger, _group, _servers[changed.Server].Options.Name, _kind);
                break;
            case GroupEvent.ServerChanged changed:
                RemoteLog.Down(_logger, _group, _servers[changed.Server].Options.Name, _kind);
                break;
            case GroupEvent.Dropped dropped when MayComplain(dropped.Server):
                RemoteLog.Dropped(_logger, _group, _servers[dropped.Server].Options.Name, dropped.Fault, RemedyOf(dropped.Fault));
                break;
        }
    }

    /// <summary>Once a minute for each server, so that nobody can fill the log.</summary>
    private bool MayComplain(int server)
    {
        var now = TimeProvider.System.GetUtcNow();
        lock (_gate)
        {
            if (now - _complained[server] < TimeSpan.FromMinutes(1))
                return false;

            _complained[server] = now;
            return true;
        }
    }

    private static string RemedyOf(Protocols.Radius.RadiusFault fault) => fault switch
    {
        Protocols.Radius.RadiusFault.WrongSecret => "Give both sides the same secret.",
        Protocols.Radius.RadiusFault.NoMessageAuthenticator =>
            "Update it, so that it sends Message-Authenticator. If it cannot, and only then: requireMessageAuthenticator: false.",
        Protocols.Radius.RadiusFault.Unexpected => "It answered too late, twice, or somebody forges its answers.",
        _ => "Look at what it sends with 'tcpdump -n -vv udp port 1812'.",
    };
}
