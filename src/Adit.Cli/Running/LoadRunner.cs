using System.Globalization;
using Adit.Cli.Commands;
using Adit.Cli.Output;
using Adit.Client.Load;

namespace Adit.Cli.Running;

/// <summary>Runs a load, shows how it goes, and says what came of it.</summary>
internal static class LoadRunner
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(LoadRun load, int sessions, bool wantsJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var running = load.RunAsync(cancellationToken);
        while (await Task.WhenAny(running, Task.Delay(ReportInterval, CancellationToken.None)) != running)
            terminal.Error.WriteLine(ProgressOf(load.Tally));
        await running;

        var view = LoadView.Of(load, sessions);
        if (wantsJson)
            terminal.WriteJson(view, CliJson.Readable.LoadView);
        else
            Write(view, terminal);
        return view.Opened == sessions && view.Lost == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string ProgressOf(LoadTally tally) => string.Create(CultureInfo.InvariantCulture,
        $"load: {tally.Begun} begun, {tally.Open} open, {tally.Failed} failed, {tally.Lost} lost, {tally.Sent.Packets} packets sent, {tally.Received.Packets} received");

    private static void Write(LoadView view, Terminal terminal)
    {
        var pace = view.SettledSeconds is { } seconds ? $" after {Number(seconds)} s, {Number(view.Opened / seconds)} a second" : ", interrupted";
        new Properties()
            .Add("sessions", string.Create(CultureInfo.InvariantCulture, $"{view.Opened} of {view.Asked} open{pace}; {view.Failed} failed, {view.Lost} lost"))
            .Add("sent", Describe(view.Sent))
            .Add("received", Describe(view.Received))
            .WriteTo(terminal.Output);
        terminal.Output.WriteLine();
        WriteTimes(view, terminal);
        if (view.Failures.Count > 0)
            WriteFailures(view, terminal);
    }

    private static void WriteTimes(LoadView view, Terminal terminal)
    {
        var table = new Table("MILLISECONDS", "COUNT", "P50", "P90", "P99", "MAX");
        foreach (var (name, times) in new[] { ("TCP, TLS, HTTP", view.Link), ("until packets pass", view.Connect), ("echo", view.Echo) })
            if (times.Count > 0)
                table.Add(name, times.Count.ToString(CultureInfo.InvariantCulture), Number(times.P50), Number(times.P90), Number(times.P99), Number(times.Max));
        table.WriteTo(terminal);
    }

    private static void WriteFailures(LoadView view, Terminal terminal)
    {
        terminal.Output.WriteLine();
        var table = new Table("COUNT", "CODE", "MEANING");
        foreach (var failure in view.Failures)
            table.Add(failure.Count.ToString(CultureInfo.InvariantCulture), failure.Code, failure.Title);
        table.WriteTo(terminal);
        terminal.Output.WriteLine($"Next: adit explain {view.Failures[0].Code}");
    }

    private static string? Describe(LoadPackets packets) => packets.Packets == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{packets.Packets} packets, {Humane.Bytes(packets.Bytes)}");

    private static string Number(double number) => number.ToString(number < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
