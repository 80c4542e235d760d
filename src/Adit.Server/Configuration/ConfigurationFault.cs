namespace Adit.Server.Configuration;

/// <summary>One thing that is wrong in a configuration file.</summary>
/// <param name="Line">Its place, counted from 1.</param>
/// <param name="Column">The same.</param>
/// <param name="Problem">What is wrong, without a full stop.</param>
/// <param name="NextStep">What to do about it, as a sentence.</param>
public sealed record ConfigurationFault(
    long Line, long Column, string Problem, string NextStep = "Write what is expected, or take the key out to have its default.")
{
    /// <summary>"line 3, column 5: …".</summary>
    public override string ToString() => FormattableString.Invariant($"line {Line}, column {Column}: {Problem}");
}

/// <summary>A configuration that cannot be used; every fault found is told at once.</summary>
public sealed class ConfigurationException(string file, IReadOnlyList<ConfigurationFault> faults)
    : Exception(string.Join(Environment.NewLine, faults.Select(fault => $"{file}: {fault}")))
{
    /// <summary>What is wrong, in the file's order.</summary>
    public IReadOnlyList<ConfigurationFault> Faults { get; } = faults;

    /// <summary>What to do about them; what several have in common is said once.</summary>
    public string NextStep => string.Join(' ', Faults.Select(fault => fault.NextStep).Distinct(StringComparer.Ordinal));
}
