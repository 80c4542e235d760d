using System.CommandLine;
using System.Text.Json;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit attempt</c>: one attempt to connect, to be looked at and to be sent to whoever helps.</summary>
internal static class AttemptCommand
{
    public static Command Create(Terminal terminal) => new("attempt", "Show one attempt, write it to a file, or replay it")
    {
        CreateShow(terminal),
        CreateExport(terminal),
        AttemptReplayCommand.Create(terminal),
    };

    private static Command CreateShow(Terminal terminal)
    {
        var id = CreateId();
        return new Command("show", "Show all that is recorded of an attempt") { id }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var attempt = await FindAsync(client, parsed.GetRequiredValue(id), cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(attempt, CliJson.Readable.AttemptView);
            else
                Timeline.Write(terminal.Output, attempt, new WhyReport(attempt, null, [], [], []));

            return ExitCode.Done;
        });
    }

    private static Command CreateExport(Terminal terminal)
    {
        var id = CreateId();
        var file = new Option<string?>("--out") { Description = "The file to write; without it the attempt is printed", HelpName = "FILE" };
        return new Command("export", "Write all that is recorded of an attempt and its call, without any secret, as JSON") { id, file }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var attempt = await client.ExportAttemptAsync(parsed.GetRequiredValue(id), cancellationToken);
                var json = Printable.CleanJson(JsonSerializer.Serialize(attempt, CliJson.Readable.AttemptView));
                if (parsed.GetValue(file) is { } path)
                    await File.WriteAllTextAsync(path, json + "\n", cancellationToken);
                else
                    terminal.Output.WriteLine(json);

                return ExitCode.Done;
            });
    }

    private static Argument<string> CreateId() => new("ATTEMPT") { Description = "An attempt's id, as in 'adit attempts'" };

    private static async Task<AttemptView> FindAsync(ControlClient client, string id, CancellationToken cancellationToken) =>
        (await client.WhyAsync(id, fromAddress: null, cancellationToken)).Attempt
        ?? throw new CliException(ExitCode.NotFound, $"There is no attempt '{id}'.", "See 'adit attempts'.");
}
