namespace Adit.Interop.Tests.Lab;

/// <summary>What a command that has ended left: its exit code and everything it printed.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>The output of a command that must have succeeded.</summary>
    public string Expect() => ExitCode == 0 ? Output : throw new CommandFailedException(this);
}

internal sealed class CommandFailedException(CommandResult result)
    : Exception($"'{result.Command}' ended with {result.ExitCode}:\n{result.Output}");
