using System.CommandLine;

namespace Adit.Cli.Commands;

/// <summary><c>adit metrics</c>: what the server counts.</summary>
internal static class MetricsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("metrics", "Print what the server counts, in Prometheus' text format") { CommonOptions.State };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new Server.Control.ControlClient(parsed.GetRequiredValue(CommonOptions.State));
            await terminal.Output.WriteAsync(await client.ReadMetricsAsync(cancellationToken));
            return ExitCode.Done;
        });
        return command;
    }
}
