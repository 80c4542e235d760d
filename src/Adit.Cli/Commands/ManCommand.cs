using System.CommandLine;
using Adit.Cli.Manual;

namespace Adit.Cli.Commands;

/// <summary><c>adit man</c>: the manual's pages, made from the commands themselves.</summary>
internal static class ManCommand
{
    public static Command Create(Terminal terminal)
    {
        var directory = new Argument<string>("DIR")
        {
            Description = "Where to; such as /usr/local/share/man/man1",
            DefaultValueFactory = _ => ".",
        };
        var command = new Command("man", "Write the manual's pages, one for each command") { directory };
        command.SetAction(parsed =>
        {
            var target = Directory.CreateDirectory(parsed.GetRequiredValue(directory)).FullName;
            var root = CommandNode.Of((RootCommand)parsed.RootCommandResult.Command);
            foreach (var page in root.All.Select(node => new ManualPage(node, root)))
            {
                File.WriteAllText(Path.Combine(target, page.FileName), page.Write());
                terminal.Output.WriteLine(page.FileName);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
