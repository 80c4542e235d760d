using System.CommandLine;
using Adit.Server.Hosting;
using Adit.Server.Privileges;
using Adit.Server.Service;

namespace Adit.Cli.Commands;

/// <summary><c>adit up</c>: runs the server.</summary>
internal static class UpCommand
{
    public static Command Create(Terminal terminal)
    {
        var names = new Option<string[]>("--name") { Description = "A name or address that clients dial; may be repeated", HelpName = "NAME" };
        names.AllowMultipleArgumentsPerToken = true;
        var config = new Option<string?>("--config") { Description = "The configuration file", HelpName = "FILE" };
        var user = new Option<string>("--user")
        {
            Description = "The user that the server becomes where root starts it; root for none",
            HelpName = "NAME",
            DefaultValueFactory = _ => ServerUser.DefaultName,
        };
        var command = new Command("up", "Run the server") { names, config, CommonOptions.State, user };
        command.SetAction((parsed, cancellationToken) => EntryPoints.UpAsync(
            new UpOptions(parsed.GetValue(names) ?? [], parsed.GetValue(config), parsed.GetRequiredValue(CommonOptions.State), !JournalStream.HasStandardOutput),
            parsed.GetRequiredValue(user), terminal, cancellationToken));
        return command;
    }

    /// <summary>The same command line again, for a process that is elsewhere: every path in it is absolute.</summary>
    public static IReadOnlyList<string> Write(UpOptions options) =>
    [
        "up", "--state", Path.GetFullPath(options.StateDirectory),
        .. options.ConfigurationFile is { } config ? (string[])["--config", Path.GetFullPath(config)] : [],
        .. options.Names.SelectMany(name => (string[])["--name", name]),
    ];
}
