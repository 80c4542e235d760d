namespace Adit.Cli.Running;

/// <summary>
/// The terminal that a process was started from. SIGHUP has two meanings: the terminal was closed, or somebody wants the configuration
/// read again; only whether the terminal is still there tells them apart.
/// </summary>
internal sealed class ControllingTerminal
{
    private const string Path = "/dev/tty";

    private readonly bool _wasThere = IsThere();

    /// <summary>Whether there was one at the start, and there is none now.</summary>
    public bool IsGone => _wasThere && !IsThere();

    private static bool IsThere()
    {
        try
        {
            File.OpenHandle(Path).Dispose(); // only a process that has a terminal can open its own
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
