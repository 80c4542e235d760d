using System.CommandLine;

namespace Adit.Cli.Manual;

/// <summary>An argument of a command.</summary>
/// <param name="Name">What stands for it in the synopsis.</param>
/// <param name="Description">What it is, in a sentence.</param>
/// <param name="Values">What can stand in its place.</param>
/// <param name="IsRequired">Whether it must be given.</param>
internal sealed record ArgumentNode(string Name, string Description, ValueKind Values, bool IsRequired)
{
    public static ArgumentNode Of(Argument argument, IReadOnlyList<string> path)
    {
        var name = argument.HelpName ?? argument.Name;
        var isAccount = name is "NAME" && path is [_, "user", not "add"];
        return new ArgumentNode(
            name, argument.Description ?? "", isAccount ? ValueKind.Accounts : ValueKind.Of(name), argument.Arity.MinimumNumberOfValues > 0);
    }
}
