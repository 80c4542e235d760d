namespace Adit.Server.Hosting;

/// <summary>The server cannot start. The message says why, <see cref="NextStep"/> what to do about it.</summary>
public sealed class StartupException(string cause, string nextStep, Exception? inner = null) : Exception(cause, inner)
{
    /// <summary>What to do, as a sentence.</summary>
    public string NextStep { get; } = nextStep;
}
