using System.CommandLine;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit api</c>: the description of the control API. Needs no server.</summary>
internal static class ApiCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("api", "Print the description of the control API (OpenAPI 3.1)");
        command.SetAction(_ =>
        {
            terminal.Output.Write(ApiDescription.Text);
            return ExitCode.Done;
        });
        return command;
    }
}
