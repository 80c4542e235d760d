using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary>What the commands that ask a running server have in common.</summary>
internal static class ServerCommand
{
    /// <summary>Lets the command take <c>--state</c> and <c>-o</c>, and runs it with a client of that server.</summary>
    public static Command AsksServer(this Command command, Func<ControlClient, ParseResult, CancellationToken, Task<int>> run)
    {
        command.Add(CommonOptions.State);
        command.Add(CommonOptions.Format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new ControlClient(parsed.GetRequiredValue(CommonOptions.State));
            return await run(client, parsed, cancellationToken);
        });
        return command;
    }

    /// <summary>Prints one value as JSON.</summary>
    public static void WriteJson<T>(this Terminal terminal, T value, JsonTypeInfo<T> type) =>
        terminal.Output.WriteLine(Printable.CleanJson(JsonSerializer.Serialize(value, type)));
}
