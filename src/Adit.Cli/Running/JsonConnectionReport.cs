using System.Text;
using System.Text.Json;
using Adit.Client;
using Adit.Diagnosis;
using Adit.Diagnosis.Scenarios;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Running;

/// <summary>Tells a program how a connection goes: one JSON object a line on stdout.</summary>
internal sealed class JsonConnectionReport(Terminal terminal, ConnectionProfile profile) : IConnectionReport
{
    private readonly Speaker _output = new(terminal.Output);

    public void Connecting(Guid correlationId) => Write("connecting", writer =>
    {
        writer.WriteString("correlationId", correlationId);
        writer.WriteString("host", profile.Host);
        writer.WriteNumber("port", profile.Port);
        writer.WriteString("user", profile.UserName);
        if (profile.Proxy is { } proxy)
            writer.WriteString("proxy", proxy.ToString());
    });

    public void Reached(CallStage stage) => Write("stage", writer => writer.WriteString("stage", stage.ToString()));

    public void Opened(string device, Ipv4Settings settings) => Write("connected", writer =>
    {
        writer.WriteString("device", device);
        writer.WriteString("address", settings.Client.ToString());
        writer.WriteString("server", settings.Server.ToString());
        writer.WriteStartArray("dns");
        foreach (var server in settings.Dns)
            writer.WriteStringValue(server.ToString());
        writer.WriteEndArray();
    });

    public void Ipv6Set(HostSettings settings) => Write("ipv6", writer =>
    {
        writer.WriteString("address", settings.Address?.ToString());
        writer.WriteBoolean("default", settings.IsDefault);
        writer.WriteStartArray("routes");
        foreach (var route in settings.Routes)
            writer.WriteStringValue(route.ToString());
        writer.WriteEndArray();
        writer.WriteStartArray("dns");
        foreach (var server in settings.DnsServers)
            writer.WriteStringValue(server.ToString());
        writer.WriteEndArray();
    });

    public void Ipv6NotSet(string reason) => Write("ipv6NotSet", writer => writer.WriteString("reason", reason));

    public void Reconnecting(Failure failure, TimeSpan pause) => Write("reconnecting", writer =>
    {
        WriteFailure(writer, failure);
        writer.WriteNumber("pauseMilliseconds", (long)pause.TotalMilliseconds);
    });

    public void RoutesSet(RouteReport report) => Write("routes", writer =>
    {
        writer.WriteStartArray("routes");
        foreach (var route in report.Routes)
            writer.WriteStringValue(route.ToString());
        writer.WriteEndArray();
        writer.WriteStartArray("refused");
        foreach (var refusal in report.Refused)
        {
            writer.WriteStartObject();
            writer.WriteString("route", refusal.Network.ToString());
            writer.WriteString("reason", refusal.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("suffix", report.Suffix);
    });

    public void NameServersNotSet(string reason) => Write("nameServersNotSet", writer => writer.WriteString("reason", reason));

    public void LockdownChanged(LockdownChange change) => Write("lockdown", writer => writer.WriteString("state", change switch
    {
        LockdownChange.Begun => "on",
        LockdownChange.Lifted => "off",
        _ => "stays",
    }));

    public void Ended(Failure? failure) => Write("ended", writer =>
    {
        writer.WriteString("reason", failure is null ? "user" : "failure");
        if (failure is not null)
            WriteFailure(writer, failure);
    });

    private static void WriteFailure(Utf8JsonWriter writer, Failure failure)
    {
        writer.WriteString("failure", failure.Code);
        writer.WriteString("title", ClientCodes.FindPage(failure)?.Title);
        writer.WriteString("text", failure.ToString());
        writer.WriteStartArray("cases");
        foreach (var group in Conclusion.Draw(Evidence.Of(failure, ScenarioPlace.Client)).Groups)
            writer.WriteStringValue(group.Name);
        writer.WriteEndArray();
        if (ClientCodes.Find(failure) is not { } windows)
            return;

        writer.WriteNumber("code", windows.Value);
        writer.WriteString("hex", windows.Hex);
        writer.WriteString("symbol", windows.Symbol);
    }

    private void Write(string name, Action<Utf8JsonWriter> writeMembers)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            writeMembers(writer);
            writer.WriteEndObject();
        }

        _output.Say(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
