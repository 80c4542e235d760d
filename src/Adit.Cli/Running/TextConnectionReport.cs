using System.Diagnostics;
using Adit.Client;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Running;

/// <summary>Tells a person how a connection goes: that it is open on stdout, everything else on stderr.</summary>
internal sealed class TextConnectionReport(Terminal terminal, ConnectionProfile profile) : IConnectionReport
{
    private readonly Speaker _output = new(terminal.Output);
    private readonly Speaker _error = new(terminal.Error);
    private readonly Stopwatch _since = new();

    public void Connecting(Guid correlationId)
    {
        _since.Restart();
        Say($"Connecting to {profile.Host}:{profile.Port} as {profile.UserName} (correlation id {correlationId})");
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

    public void NameServersNotSet(string reason) => Say($"The server's name servers could not be set: {reason}");

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
        Say($"  Facts: {failure}");
        var page = ClientCodes.FindPage(failure);
        Say($"  Cause: {page?.Cause}");
        foreach (var step in page?.Remedy ?? [])
            Say($"  Next:  {step}");
    }

    private static string Describe(Failure failure) => $"{failure.Code}, {ClientCodes.FindPage(failure)?.Title ?? failure.ToString()}";

    private void Say(string line) => _error.Say(line);
}
