using System.CommandLine;
using Adit.Cli.Manual;

namespace Adit.Cli.Commands;

/// <summary><c>adit completion</c>: what makes a shell complete our commands, made from the commands themselves.</summary>
internal static class CompletionCommand
{
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell to write for", HelpName = "bash|zsh|fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print the script that makes a shell complete adit's commands") { shell };
        command.SetAction(parsed =>
        {
            var root = CommandNode.Of((RootCommand)parsed.RootCommandResult.Command);
            terminal.Output.Write(parsed.GetRequiredValue(shell) switch
            {
                "bash" => BashCompletion.Write(root),
                "zsh" => ZshCompletion.Write(root),
                _ => FishCompletion.Write(root),
            });
            return ExitCode.Done;
        });
        return command;
    }
}
