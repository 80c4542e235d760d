using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit audit</c>: who changed what.</summary>
internal static class AuditCommand
{
    private const int DefaultLimit = 100;

    public static Command Create(Terminal terminal)
    {
        var since = SinceOption.Create();
        var actor = new Option<string?>("--actor") { Description = "Only what this user of the machine did", HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = "At most so many, up to 1000", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
        return new Command("audit", "Show who changed what, and what was refused, newest first") { since, actor, limit }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var entries = await client.ListAuditAsync(parsed.GetValue(since), parsed.GetValue(actor), parsed.GetValue(limit), cancellationToken);
                if (parsed.WantsJson())
                    terminal.WriteJson(entries, CliJson.Readable.IReadOnlyListAuditView);
                else
                    Write(terminal, entries);

                return ExitCode.Done;
            });
    }

    private static void Write(Terminal terminal, IReadOnlyList<AuditView> entries)
    {
        var table = new Table("WHEN", "ACTOR", "ACTION", "SUBJECT", "DETAIL");
        foreach (var entry in entries)
            table.Add(Humane.Time(entry.AtUtc), entry.Actor, entry.Action, entry.Subject, entry.Detail);

        table.WriteTo(terminal);
    }
}
