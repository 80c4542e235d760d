using System.Net;
using System.Net.Sockets;
using Adit.Access.Decisions;
using Adit.Access.Logging;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Logging;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius;

/// <summary>
/// RADIUS for other vendors' gateways: the ports, and who may ask there. A reload exchanges the clients; the ports stay as they were at
/// the start.
/// </summary>
/// <param name="service">Answers.</param>
/// <param name="counts">What becomes of packets.</param>
/// <param name="clock">Monotonic.</param>
/// <param name="logger">For faults.</param>
/// <param name="patience">How long an answer may take; 10 s where it is left out.</param>
internal sealed class RadiusServer(
    RadiusService service, RadiusCounts counts, TimeProvider clock, ILogger logger, TimeSpan? patience = null) : IReloadable, IAsyncDisposable
{
    /// <summary>Whoever asks has given up by then: work on what has waited longer keeps others waiting, too.</summary>
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);

    private static readonly byte[] _silence = [];

    private readonly RecentRequests _recent = new(clock);
    private readonly List<RadiusListener> _listeners = [];
    private volatile RadiusClients _clients = RadiusClients.Of(new RadiusOptions());

    public RadiusCounts Counts => counts;

    /// <summary>Where what is dropped is summed for the log; null for nowhere.</summary>
    public DiscardSums? Discards { get; init; }

    /// <summary>Reads the secrets and binds the ports; throws <see cref="StartupException"/>.</summary>
    public void Bind(RadiusOptions options)
    {
        _clients = RadiusClients.Of(options);
        foreach (var endPoint in options.Listen.Distinct())
            Bind(endPoint, RadiusDoor.Authentication);
        foreach (var endPoint in options.Accounting.Distinct())
            Bind(endPoint, RadiusDoor.Accounting);
        foreach (var endPoint in options.DynamicAuthorization.Distinct())
            Bind(endPoint, RadiusDoor.DynamicAuthorization);
    }

    /// <summary>Begins to answer.</summary>
    public void Start() => _listeners.ForEach(listener => listener.Start());

    /// <summary>
    /// What a datagram gets at once: an answer that it has had before, or silence (no bytes). Null where it is a new request, to be
    /// answered by <see cref="AnswerAsync"/>.
    /// </summary>
    public byte[]? TryReceive(IPEndPoint sender, RadiusDoor door, ReadOnlyMemory<byte> datagram, out RadiusClient? client, out ReceivedRequest? request)
    {
        request = null;
        client = _clients.Find(sender.Address);
        if (client is null)
            return Drop("UnknownClient", sender, door, null, new RadiusDiscard.UnknownClient());
        counts.Of(client.Name).Seen(clock.GetUtcNow());
        if (client.TryReceive(datagram, out request) is not RadiusFault.None and var fault)
            return Drop(fault, sender, door, client);
        if (_recent.TryBegin(sender, request!, out var answer))
            return null;

        counts.Dropped(answer is null ? "AtWork" : "Repeated", client.Name);
        return answer ?? _silence;
    }

    /// <summary>How long answers may take, for a port.</summary>
    /// <param name="stop">Ends all work.</param>
    public SharedLimit NewLimit(CancellationToken stop) => new(patience ?? DefaultPatience, stop);

    /// <summary>Answers a new request; null where nothing is to be sent.</summary>
    public async ValueTask<byte[]?> AnswerAsync(
        RadiusClient client, IPEndPoint sender, RadiusDoor door, ReceivedRequest request, CancellationToken cancellationToken)
    {
        byte[]? answer = null;
        try
        {
            answer = await service.AnswerAsync(client, sender, door, request, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Drop("TooLate", sender, door, client, new RadiusDiscard.Overloaded());
        }
        catch (NoDecisionException)
        {
            counts.Dropped("NoDecision", client.Name); // silence, so that whoever asks goes to another server
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            RadiusLog.NoDecision(logger, client.Name, e);
        }

        _recent.End(sender, request, answer);
        return answer;
    }

    /// <summary>Drops a request that there is no room for; asked again, it is new.</summary>
    public void GiveUp(IPEndPoint sender, RadiusDoor door, ReceivedRequest request)
    {
        Drop("TooMany", sender, door, null, new RadiusDiscard.Overloaded());
        _recent.End(sender, request, answer: null);
    }

    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next) => new(new Change(this, RadiusClients.Of(next.Radius)));

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
            await listener.DisposeAsync();
    }

    private void Bind(IPEndPoint endPoint, RadiusDoor door)
    {
        try
        {
            _listeners.Add(new RadiusListener(endPoint, door, this));
        }
        catch (SocketException e)
        {
            throw new StartupException(
                $"RADIUS cannot be answered at {endPoint}: {e.Message}.", "See who has the port with 'ss -lunp', or correct 'radius:' in adit.yaml.", e);
        }
    }

    private byte[] Drop(string reason, IPEndPoint sender, RadiusDoor door, RadiusClient? client, RadiusDiscard why)
    {
        counts.Dropped(reason, client?.Name);
        Discards?.Note(sender.Address, client?.Name, why, door is RadiusDoor.Accounting ? AccessLogKind.AccountingDiscarded : AccessLogKind.Discarded);
        return _silence;
    }

    private byte[] Drop(RadiusFault fault, IPEndPoint sender, RadiusDoor door, RadiusClient client)
    {
        if (client.MayComplain(clock.GetUtcNow()))
            RadiusLog.Dropped(logger, client.Name, fault, RemedyOf(fault));
        return Drop(fault.ToString(), sender, door, client, RadiusDiscard.Of(fault));
    }

    private static string RemedyOf(RadiusFault fault) => fault switch
    {
        RadiusFault.WrongSecret => "Give both sides the same secret.",
        RadiusFault.NoMessageAuthenticator =>
            "Update it, so that it sends Message-Authenticator. If it cannot, and only then: requireMessageAuthenticator: no.",
        _ => "Look at what it sends with 'tcpdump -n -vv udp port 1812'.",
    };

    private sealed class Change(RadiusServer server, RadiusClients clients) : IPreparedChange
    {
        public ValueTask ApplyAsync()
        {
            server._clients = clients;
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
