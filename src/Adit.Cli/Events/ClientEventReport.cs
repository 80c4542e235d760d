using System.Globalization;
using Adit.Cli.Output;
using Adit.Cli.Running;
using Adit.Client;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Events;

/// <summary>Tells a connection's story twice: to whoever is there to hear it, and as events for whoever looks later.</summary>
/// <param name="inner">Who is there.</param>
/// <param name="profile">What is dialled.</param>
/// <param name="clock">The wall clock.</param>
/// <param name="write">Takes an event.</param>
internal sealed class ClientEventReport(IConnectionReport inner, ConnectionProfile profile, TimeProvider clock, Action<ClientEvent> write) : IConnectionReport
{
    private const int MaxMessageLength = 512;
    private const int DisconnectedByUser = 631;

    private readonly Lock _gate = new();
    private Guid _attempt;
    private State _state;

    private enum State
    {
        Idle,
        Dialling,
        Open,
    }

    private string Server => $"{profile.Host}:{profile.Port}";

    public void Connecting(Guid correlationId)
    {
        lock (_gate)
            (_attempt, _state) = (correlationId, State.Dialling);
        Tell(ClientEvent.Dialling, $"{profile.UserName} has begun to dial {Server}, correlation id {correlationId}");
        Tell(ClientEvent.LinkBegun, $"the link to {Server} is being set up{(profile.Proxy is { } proxy ? $" through the proxy {proxy}" : "")}");
        inner.Connecting(correlationId);
    }

    public void Reached(CallStage stage)
    {
        if (stage is CallStage.Connecting)
            Tell(ClientEvent.LinkUp, $"the link to {Server} is established: TLS, and the server speaks SSTP");
        else if (stage is CallStage.Authenticating)
            Tell(ClientEvent.LinkAgreed, $"both ends of the link to {Server} have agreed on PPP; {profile.UserName} is being authenticated");
        inner.Reached(stage);
    }

    public void Opened(string device, Ipv4Settings settings)
    {
        lock (_gate)
            _state = State.Open;
        Tell(
            ClientEvent.Connected,
            $"{profile.UserName} is connected to {Server}: address {settings.Client} on {device}, server {settings.Server}, "
            + $"name servers {(settings.Dns.Count > 0 ? string.Join(' ', settings.Dns) : "none")}");
        inner.Opened(device, settings);
    }

    public void Reconnecting(Failure failure, TimeSpan pause)
    {
        TellEnd(failure);
        inner.Reconnecting(failure, pause);
    }

    public void Ended(Failure? failure)
    {
        TellEnd(failure);
        inner.Ended(failure);
    }

    public void Ipv6Set(HostSettings settings) => inner.Ipv6Set(settings);

    public void Ipv6NotSet(string reason) => inner.Ipv6NotSet(reason);

    public void NameServersNotSet(string reason) => inner.NameServersNotSet(reason);

    public void LockdownChanged(LockdownChange change) => inner.LockdownChanged(change);

    public void RoutesSet(RouteReport report) => inner.RoutesSet(report);

    /// <summary>What was open has ended; what was not has failed, unless its user gave up.</summary>
    private void TellEnd(Failure? failure)
    {
        State was;
        lock (_gate)
            (was, _state) = (_state, State.Idle);
        if (was is State.Idle)
            return;

        if (failure is null)
            Tell(ClientEvent.Ended, $"the connection to {Server} was ended by its user; the reason code is {DisconnectedByUser}", code: null, DisconnectedByUser);
        else if (was is State.Open)
            TellFailure(ClientEvent.Ended, $"the connection to {Server} has ended; the reason code is", failure);
        else
            TellFailure(ClientEvent.Failed, $"the connection of {profile.UserName} to {Server} failed; the error code is", failure);
    }

    private void TellFailure(int number, string words, Failure failure)
    {
        var windows = ClientCodes.Find(failure);
        var shown = windows is { } code ? $"{code.Decimal} ({code.Hex}{(code.Symbol is { } symbol ? $", {symbol}" : "")})" : failure.Code;
        Tell(number, $"{words} {shown}. {failure.Code}: {ClientCodes.FindPage(failure)?.Title ?? failure.GetType().Name}", failure.Code, windows?.Value);
    }

    private void Tell(int number, string words, string? code = null, int? windowsCode = null)
    {
        var message = Printable.Clean(string.Create(CultureInfo.InvariantCulture, $"Event {number}: {words}"));
        write(new ClientEvent(
            clock.GetUtcNow(), number, profile.Host, profile.UserName, _attempt.ToString(), message[..Math.Min(message.Length, MaxMessageLength)], code, windowsCode));
    }
}
