using System.CommandLine;

namespace Adit.Cli.Commands;

/// <summary><c>adit demo</c>: shows a whole call on this machine.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Print the steps as JSON lines" };
        var part = new Option<DemoPart?>("--part") { Hidden = true };
        var command = new Command("demo", "Show a whole call on this machine, without touching its network") { json, part };
        command.SetAction((parsed, cancellationToken) =>
            EntryPoints.DemoAsync(new DemoOptions(parsed.GetValue(json), parsed.GetValue(part)), terminal, cancellationToken));
        return command;
    }
}
