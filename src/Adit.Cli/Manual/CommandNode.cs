using System.CommandLine;

namespace Adit.Cli.Manual;

/// <summary>A command as completion and manual see it; what is hidden is not there.</summary>
/// <param name="Path">The command in full: <c>adit</c>, <c>user</c>, <c>add</c>.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Commands">The commands below it.</param>
/// <param name="Options">Its options, those included that hold for every command.</param>
/// <param name="Arguments">Its arguments, in order.</param>
internal sealed record CommandNode(
    IReadOnlyList<string> Path,
    string Description,
    IReadOnlyList<CommandNode> Commands,
    IReadOnlyList<OptionNode> Options,
    IReadOnlyList<ArgumentNode> Arguments)
{
    /// <summary>As it is typed: <c>adit user add</c>.</summary>
    public string Name => string.Join(' ', Path);

    /// <summary>It and everything below it.</summary>
    public IEnumerable<CommandNode> All => [this, .. Commands.SelectMany(command => command.All)];

    /// <summary>The tree of a root command, which goes by the name <c>adit</c>.</summary>
    public static CommandNode Of(RootCommand root) => Of(root, ["adit"], []);

    private static CommandNode Of(Command command, IReadOnlyList<string> path, IReadOnlyList<Option> inherited)
    {
        var own = command.Options.Where(option => !option.Hidden).ToList();
        var recursive = inherited.Concat(own.Where(option => option.Recursive)).Distinct().ToList();
        return new CommandNode(
            path,
            command.Description ?? "",
            [.. command.Subcommands.Where(child => !child.Hidden).Select(child => Of(child, [.. path, child.Name], recursive))],
            [.. own.Union(inherited).Select(OptionNode.Of)],
            [.. command.Arguments.Where(argument => !argument.Hidden).Select(argument => ArgumentNode.Of(argument, path))]);
    }
}
