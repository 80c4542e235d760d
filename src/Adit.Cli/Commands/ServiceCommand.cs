using System.CommandLine;
using Adit.Server.Hosting;
using Adit.Server.Privileges;
using Adit.Server.Service;

namespace Adit.Cli.Commands;

/// <summary><c>adit service</c>: the server as a service of systemd.</summary>
internal static class ServiceCommand
{
    public static Command Create(Terminal terminal) => new("service", "Run the server as a service of systemd")
    {
        CreateInstall(terminal),
        CreateRemove(terminal),
    };

    private static Command CreateInstall(Terminal terminal)
    {
        var config = new Option<string?>("--config") { Description = "The configuration file", HelpName = "FILE" };
        var user = new Option<string>("--user")
        {
            Description = "The user that the server runs as",
            HelpName = "NAME",
            DefaultValueFactory = _ => ServerUser.DefaultName,
        };
        var command = new Command("install", "Install the service and start it") { config, CommonOptions.State, user };
        command.SetAction(parsed => Run(() => new ServiceInstaller().Install(
            parsed.GetValue(config), parsed.GetRequiredValue(CommonOptions.State), parsed.GetRequiredValue(user), terminal.Output.WriteLine)));
        return command;
    }

    private static Command CreateRemove(Terminal terminal)
    {
        var command = new Command("remove", "Stop the service and remove it; accounts and keys stay");
        command.SetAction(_ => Run(() => new ServiceInstaller().Remove(terminal.Output.WriteLine)));
        return command;
    }

    private static int Run(Action action)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new CliException(ExitCode.Denied, "Only root may install or remove a service.", "Run it as root.");

        try
        {
            action();
            return ExitCode.Done;
        }
        catch (StartupException e)
        {
            throw new CliException(ExitCode.Failed, e.Message, e.NextStep);
        }
    }
}
