namespace Adit.Server.Configuration;

/// <summary>One thing that is wrong in a configuration file, with its place (both counted from 1).</summary>
public sealed record ConfigurationFault(long Line, long Column, string Problem)
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
}
