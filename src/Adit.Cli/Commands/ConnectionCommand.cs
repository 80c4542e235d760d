using System.CommandLine;
using System.Text.Json;
using Adit.Cli.Connections;
using Adit.Cli.Output;

namespace Adit.Cli.Commands;

/// <summary><c>adit connection</c>: connections that are always on, run by systemd.</summary>
internal static class ConnectionCommand
{
    private static readonly Argument<string> Name = CreateName();

    private static readonly Option<string> Root = new("--root")
    {
        Description = "Work below this folder instead, as for an image", HelpName = "DIR", DefaultValueFactory = _ => "/",
    };

    public static Command Create(Terminal terminal) => new("connection", "Keep connections always on, by systemd")
    {
        CreateList(terminal),
        CreateInstall(terminal),
        CreateRemove(terminal),
    };

    private static Command CreateInstall(Terminal terminal)
    {
        var command = new Command("install", $"Start the connection of {ConnectionPlaces.Profiles}/NAME.yaml now and with the machine") { Name, Root };
        command.SetAction(parsed =>
        {
            var service = new ConnectionService(new ConnectionPlaces(parsed.GetRequiredValue(Root)));
            terminal.Output.WriteLine(service.Install(parsed.GetRequiredValue(Name)));
        });
        return command;
    }

    private static Command CreateRemove(Terminal terminal)
    {
        var command = new Command("remove", "End a connection and start it no more; its file stays") { Name, Root };
        command.SetAction(parsed =>
        {
            var service = new ConnectionService(new ConnectionPlaces(parsed.GetRequiredValue(Root)));
            terminal.Output.WriteLine(service.Remove(parsed.GetRequiredValue(Name)));
        });
        return command;
    }

    private static Command CreateList(Terminal terminal)
    {
        var command = new Command("list", "Show the connections that have a file") { CommonOptions.Format, Root };
        command.SetAction(parsed =>
        {
            var views = new ConnectionService(new ConnectionPlaces(parsed.GetRequiredValue(Root))).List();
            if (parsed.WantsJson())
                terminal.Output.WriteLine(JsonSerializer.Serialize(views, CliJson.Readable.IReadOnlyListConnectionView));
            else
                Write(views, terminal);
        });
        return command;
    }

    private static void Write(IReadOnlyList<ConnectionView> views, Terminal terminal)
    {
        var table = new Table("Name", "Server", "User", "Always on", "State");
        foreach (var view in views)
            table.Add(view.Name, view.Host, view.User, view.IsInstalled ? "yes" : "no", view.Fault ?? view.State);
        table.WriteTo(terminal);
    }

    private static Argument<string> CreateName()
    {
        var name = new Argument<string>("NAME") { Description = "The connection, by the name of its file" };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !ConnectionService.IsName(value))
                result.AddError("NAME is to be 1 to 64 letters, digits, '-', '_' and '.'.");
        });
        return name;
    }
}
