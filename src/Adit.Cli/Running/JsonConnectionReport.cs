using System.Text;
using System.Text.Json;
using Adit.Client;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Running;

/// <summary>Tells a program how a connection goes: one JSON object a line on stdout.</summary>
internal sealed class JsonConnectionReport(Terminal terminal) : IConnectionReport
{
    private readonly Speaker _output = new(terminal.Output);

    public void Connecting(Guid correlationId) => Write("connecting", writer => writer.WriteString("correlationId", correlationId));

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

    public void Reconnecting(Failure failure, TimeSpan pause) => Write("reconnecting", writer =>
    {
        writer.WriteString("failure", failure.Code);
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

    public void Ended(Failure? failure) => Write("ended", writer =>
    {
        if (failure is null)
            return;

        writer.WriteString("failure", failure.Code);
        writer.WriteString("title", ClientCodes.FindPage(failure)?.Title);
        writer.WriteString("text", failure.ToString());
        if (ClientCodes.Find(failure) is not { } windows)
            return;

        writer.WriteNumber("code", windows.Value);
        writer.WriteString("hex", windows.Hex);
        writer.WriteString("symbol", windows.Symbol);
    });

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
