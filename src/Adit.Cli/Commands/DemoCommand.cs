using System.CommandLine;

namespace Adit.Cli.Commands;

/// <summary><c>adit demo</c>: shows a whole call on this machine.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Print the steps as JSON lines" };
        var failures = new Option<bool>("--failures") { Description = "Show calls that fail, some twenty, with what the caller is shown and what the doctor says" };
        var part = new Option<DemoPart?>("--part") { Hidden = true };
        var command = new Command("demo", "Show a whole call on this machine, without touching its network") { json, failures, part };
        command.SetAction((parsed, cancellationToken) =>
            EntryPoints.DemoAsync(new DemoOptions(parsed.GetValue(json), parsed.GetValue(part), parsed.GetValue(failures)), terminal, cancellationToken));
        return command;
    }
}
