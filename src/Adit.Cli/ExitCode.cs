namespace Adit.Cli;

/// <summary>What the command's exit code says to a script.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>What was checked has faults.</summary>
    public const int Findings = 3;

    public const int NotFound = 5;
    public const int Denied = 6;
    public const int NoServer = 7;

    /// <summary>A connection run from its file failed, and trying again cannot help: a service manager is to leave it.</summary>
    public const int Hopeless = 8;
}
