namespace Adit.Cli;

/// <summary>A command that cannot be carried out: the cause, the next step, and the exit code.</summary>
internal sealed class CliException(int exitCode, string cause, string nextStep) : Exception(cause)
{
    public int ExitCode { get; } = exitCode;

    public string NextStep { get; } = nextStep;
}
