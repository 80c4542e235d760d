namespace Adit.Protocols.Radius.Servers;

/// <summary>
/// Asks a group of servers, and knows which of them are there (RFC 2865 §2.4, RFC 5080 §2.2.1). Each request goes to one server, again
/// where no answer comes, and then to the next; a dead one is passed over for a while, and asked as the last resort. After each call,
/// <see cref="TryTransmit"/> and <see cref="TryTakeEvent"/> are to be drained, and <see cref="NextDeadline"/> says when to wake it.
/// Whoever can send us datagrams, but does not have the secret, changes nothing but a count.
/// </summary>
public sealed class ServerGroup
{
    private static readonly byte[] _probe = [(byte)RadiusCode.StatusServer];

    private readonly string _name;
    private readonly GroupServer[] _servers;
    private readonly IRandomSource _random;
    private readonly HashSet<long> _waiting = [];
    private readonly PriorityQueue<(Exchange Exchange, int Turn), Moment> _deadlines = new();
    private readonly Queue<GroupDatagram> _datagrams = [];
    private readonly Queue<GroupEvent> _events = [];

    /// <summary>All are taken to be there.</summary>
    /// <param name="name">What the group is called, for failures.</param>
    /// <param name="servers">At least one.</param>
    /// <param name="random">For authenticators, and for the choice among equals.</param>
    public ServerGroup(string name, IEnumerable<RadiusServerOptions> servers, IRandomSource random)
    {
        (_name, _random) = (name, random);
        _servers = [.. servers.Select((options, index) => new GroupServer(index, options))];
        if (_servers.Length == 0)
            throw new ArgumentException("A group has at least one server.", nameof(servers));
    }

    /// <summary>How each server does, in their order.</summary>
    public IReadOnlyList<ServerHealth> Health => [.. _servers.Select(server => server.Health)];

    /// <summary>Requests that wait for an answer.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public Moment? NextDeadline
    {
        get
        {
            while (_deadlines.TryPeek(out var next, out _) && next.Exchange.Turn != next.Turn)
                _deadlines.Dequeue();
            var lost = _deadlines.TryPeek(out _, out var due) ? due : (Moment?)null;
            return _servers.Aggregate(lost, (earliest, server) => Moment.Earliest(earliest, server.ProbeAt));
        }
    }

    /// <summary>Asks; exactly one answer or failure bears the same ticket.</summary>
    /// <param name="ticket">Unlike every other that waits.</param>
    /// <param name="message">Code and attributes, the secrets in clear.</param>
    /// <param name="server">Who alone can answer, such as the one that began a conversation; null for any.</param>
    /// <param name="now">The time.</param>
    public void Ask(long ticket, ReadOnlyMemory<byte> message, int? server, Moment now)
    {
        if (!_waiting.Add(ticket))
            throw new ArgumentException("The ticket waits already.", nameof(ticket));

        Advance(new Exchange(ticket, message, server is { } index ? [_servers[index]] : _servers), now);
    }

    /// <summary>A datagram has come from a server's address, to the port that is this channel.</summary>
    public void Handle(int server, int channel, ReadOnlyMemory<byte> datagram)
    {
        var from = _servers[server];
        if (datagram.Length < 2 || from.Identifiers.Find(channel, datagram.Span[1]) is not { } sending)
        {
            Drop(from, RadiusFault.Unexpected);
            return;
        }

        var fault = sending.Request.TryReceive(datagram, from.Options.RequiresMessageAuthenticator, out var message);
        if (fault is RadiusFault.None)
            Finish(sending, message);
        else
            Drop(from, fault);
    }

    /// <summary>Time has passed.</summary>
    public void HandleTimeout(Moment now)
    {
        while (_deadlines.TryPeek(out var next, out var due) && due <= now)
        {
            _deadlines.Dequeue();
            if (next.Exchange.Turn == next.Turn)
                Lose(next.Exchange, now);
        }

        foreach (var server in _servers)
            if (server.ProbeAt <= now)
                Probe(server, now);
    }

    /// <summary>What is to be sent next.</summary>
    public bool TryTransmit(out GroupDatagram datagram) => _datagrams.TryDequeue(out datagram);

    /// <summary>What is to be told next.</summary>
    public bool TryTakeEvent([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GroupEvent? groupEvent) => _events.TryDequeue(out groupEvent);

    private void Advance(Exchange exchange, Moment now)
    {
        if (Choose(exchange, now) is not { } server)
            Fail(exchange, new RemoteFailure.NoServerAnswered(_name));
        else if (!server.Identifiers.TryFindFree(out var channel, out var identifier))
            Fail(exchange, new RemoteFailure.TooManyWaiting(_name));
        else if (SentRequest.TryCreate(exchange.Message, identifier, server.Options.Secret, _random) is not { } request)
            Fail(exchange, new RemoteFailure.RequestTooLong(_name));
        else
            Begin(new Sending(exchange, server, channel, request), now);
    }

    /// <summary>Those that are there come first, of these those of the lowest priority, and of these one by weight.</summary>
    private GroupServer? Choose(Exchange exchange, Moment now)
    {
        var best = exchange.Untried
            .GroupBy(server => (IsDead: !server.IsUsable(now), server.Options.Priority))
            .OrderBy(group => group.Key)
            .FirstOrDefault()?.ToList();
        if (best is not { Count: > 1 })
            return best?[0];

        var number = _random.NextNumber((uint)best.Sum(server => server.Options.Weight));
        return best.Find(server => (number -= server.Options.Weight) < 0);
    }

    private void Begin(Sending sending, Moment now)
    {
        sending.Exchange.Sendings.Add(sending);
        sending.Server.Identifiers.Take(sending);
        Send(sending, now);
    }

    private void Send(Sending sending, Moment now)
    {
        sending.Tries++;
        sending.Server.CountSent();
        _datagrams.Enqueue(new GroupDatagram(sending.Server.Index, sending.Channel, sending.Request.Packet));
        _deadlines.Enqueue((sending.Exchange, ++sending.Exchange.Turn), now + sending.Server.Options.Timeout);
    }

    private void Lose(Exchange exchange, Moment now)
    {
        var last = exchange.Sendings[^1];
        if (last.Server.HandleLoss(now))
            _events.Enqueue(new GroupEvent.ServerChanged(last.Server.Index, IsUp: false));

        if (exchange.Ticket is null)
            Forget(exchange);
        else if (last.Tries < last.Server.Options.Tries && last.Server.IsUsable(now))
            Send(last, now);
        else
            Advance(exchange, now);
    }

    private void Probe(GroupServer server, Moment now)
    {
        server.ProbeLater(now);
        Advance(new Exchange(ticket: null, _probe, [server]), now);
    }

    private void Finish(Sending sending, ReadOnlyMemory<byte> message)
    {
        if (sending.Server.HandleAnswer())
            _events.Enqueue(new GroupEvent.ServerChanged(sending.Server.Index, IsUp: true));
        if (sending.Exchange.Ticket is { } ticket)
            _events.Enqueue(new GroupEvent.Answered(ticket, sending.Server.Index, message));
        Forget(sending.Exchange);
    }

    private void Fail(Exchange exchange, RemoteFailure reason)
    {
        if (exchange.Ticket is { } ticket)
            _events.Enqueue(new GroupEvent.Failed(ticket, reason));
        Forget(exchange);
    }

    private void Forget(Exchange exchange)
    {
        exchange.Turn++;
        foreach (var sending in exchange.Sendings)
            sending.Server.Identifiers.Free(sending);
        if (exchange.Ticket is { } ticket)
            _waiting.Remove(ticket);
    }

    private void Drop(GroupServer server, RadiusFault fault)
    {
        server.CountDropped();
        _events.Enqueue(new GroupEvent.Dropped(server.Index, fault));
    }
}
