using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit reload</c>: has the running server read its configuration again.</summary>
internal static class ReloadCommand
{
    public static Command Create(Terminal terminal) => new Command("reload", "Have the server read its configuration again").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var reload = await client.ReloadAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(reload, CliJson.Readable.ReloadView);
            else if (reload.Changes.Count == 0)
                terminal.Output.WriteLine($"Nothing has changed in {Printable.Clean(reload.File)}");
            else
                TableOf(reload.Changes).WriteTo(terminal);

            return ExitCode.Done;
        });

    private static Table TableOf(IReadOnlyList<ChangeView> changes)
    {
        var table = new Table("KEY", "OLD", "NEW", "IN FORCE");
        foreach (var change in changes)
            table.Add(change.Key, change.Old, change.New, change.AtNextStart ? "at the next start" : "now");

        return table;
    }
}
