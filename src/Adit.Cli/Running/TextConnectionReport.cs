using System.Diagnostics;
using Adit.Client;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Running;

/// <summary>Tells a person how a connection goes: that it is open on stdout, everything else on stderr.</summary>
/// <param name="terminal">Where it is told.</param>
/// <param name="profile">What is connected to.</param>
/// <param name="doctor">The command that looks into a failure.</param>
internal sealed class TextConnectionReport(Terminal terminal, ConnectionProfile profile, string doctor) : IConnectionReport
{
    private const int MaxRoutesShown = 20;

    private readonly Speaker _output = new(terminal.Output);
    private readonly Speaker _error = new(terminal.Error);
    private readonly Stopwatch _since = new();

    public void Connecting(Guid correlationId)
    {
        _since.Restart();
        var way = profile.Proxy is { } proxy ? $" through the proxy {proxy}" : "";
        Say($"Connecting to {profile.Host}:{profile.Port}{way} as {profile.UserName} (correlation id {correlationId})");
    }

    public void Reached(CallStage stage) => Say($"  {_since.ElapsedMilliseconds,6} ms  {stage}");

    public void Opened(string device, Ipv4Settings settings)
    {
        var dns = settings.Dns.Count > 0 ? $", name servers {string.Join(", ", settings.Dns)}" : "";
        _output.Say($"Connected: {settings.Client} on {device}, server {settings.Server}{dns}. Ctrl-C ends it.");
    }

    public void Ipv6Set(HostSettings settings)
    {
        var dns = settings.DnsServers.Count > 0 ? $", name servers {string.Join(", ", settings.DnsServers)}" : "";
        Say(settings.Address is { } address ? $"IPv6: {address}{dns}." : "IPv6: no address.");
    }

    public void Ipv6NotSet(string reason) => Say($"IPv6 could not be set: {reason}");

    public void Reconnecting(Failure failure, TimeSpan pause) => Say($"Lost ({Describe(failure)}); trying again in {pause.TotalSeconds:0.0} s");

    public void RoutesSet(RouteReport report)
    {
        if (report.Routes.Count > 0)
            Say($"Through the tunnel: {string.Join(", ", report.Routes.Take(MaxRoutesShown))}{More(report.Routes.Count)}");
        foreach (var refusal in report.Refused.Take(MaxRoutesShown))
            Say($"Not through the tunnel: {refusal.Network}, because {refusal.Reason}");
        if (report.Refused.Count > MaxRoutesShown)
            Say($"Not through the tunnel{More(report.Refused.Count)}");
        if (report.Suffix is { } suffix)
            Say($"Names are looked up in {suffix}");
    }

    public void NameServersNotSet(string reason) => Say($"The server's name servers could not be set: {reason}");

    public void LockdownChanged(LockdownChange change) => Say(change switch
    {
        LockdownChange.Begun => "Locked down: nothing leaves this machine but what carries the tunnel.",
        LockdownChange.Lifted => "The lockdown is lifted.",
        _ => "The lockdown stays: nothing leaves this machine. 'adit lockdown off' lifts it.",
    });

    public void Ended(Failure? failure)
    {
        if (failure is null)
        {
            Say("Disconnected.");
            return;
        }

        Say($"The connection failed: {Describe(failure)}");
        if (ClientCodes.Find(failure) is { } windows)
            Say($"  Windows code: {windows.Decimal} ({windows.Hex}) {windows.Symbol}");
        if (FailureFacts.Describe(failure) is { Length: > 0 } facts)
            Say($"  Facts: {facts}");
        var page = ClientCodes.FindPage(failure);
        Say($"  Cause: {page?.Cause}");
        foreach (var step in page?.Remedy ?? [])
            Say($"  Next:  {step}");
        Say($"  Next:  {doctor}");
    }

    private static string More(int count) => count > MaxRoutesShown ? $" and {count - MaxRoutesShown} more" : "";

    private static string Describe(Failure failure) => $"{failure.Code}, {ClientCodes.FindPage(failure)?.Title ?? failure.ToString()}";

    private void Say(string line) => _error.Say(line);
}
