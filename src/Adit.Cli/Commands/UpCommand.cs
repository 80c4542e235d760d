using System.CommandLine;
using Adit.Server.Hosting;

namespace Adit.Cli.Commands;

/// <summary><c>adit up</c>: runs the server.</summary>
internal static class UpCommand
{
    public static Command Create(Terminal terminal)
    {
        var names = new Option<string[]>("--name") { Description = "A name or address that clients dial; may be repeated", HelpName = "NAME" };
        names.AllowMultipleArgumentsPerToken = true;
        var config = new Option<string?>("--config") { Description = "The configuration file", HelpName = "FILE" };
        var command = new Command("up", "Run the server") { names, config, CommonOptions.State };
        command.SetAction((parsed, cancellationToken) => EntryPoints.UpAsync(
            new UpOptions(parsed.GetValue(names) ?? [], parsed.GetValue(config), parsed.GetRequiredValue(CommonOptions.State)),
            terminal, cancellationToken));
        return command;
    }
}
