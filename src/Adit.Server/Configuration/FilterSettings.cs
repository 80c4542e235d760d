using System.Net;
using Adit.Linux.Firewall;

namespace Adit.Server.Configuration;

/// <summary>Ready-made exceptions for a filter.</summary>
public enum FilterPreset
{
    /// <summary>None: the rules alone.</summary>
    None,

    /// <summary><c>tunnels-only</c>: what this server serves, and what IP cannot do without.</summary>
    TunnelsOnly,
}

/// <summary>The filter of an interface as the file has it.</summary>
public sealed record FilterSettings
{
    /// <summary>The interface's name.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Which way packets pass it.</summary>
    public FilterDirection Direction { get; init; }

    /// <summary>Which packets.</summary>
    public FilterFamily Family { get; init; }

    /// <summary>What becomes of packets that no rule names.</summary>
    public FilterDefault Default { get; init; }

    /// <summary>What stands before the rules.</summary>
    public FilterPreset Preset { get; init; }

    /// <summary>The exceptions.</summary>
    public IReadOnlyList<FilterRule> Rules { get; init; } = [];

    /// <summary>The filter of a server that serves tunnels at these addresses.</summary>
    public InterfaceFilter ToFilter(IReadOnlyCollection<IPEndPoint> served) => new(Interface, Direction, Family, Default,
        [.. Preset is FilterPreset.TunnelsOnly ? TunnelsOnly.Entries(served, Family) : [], .. Rules.Select(rule => rule.ToEntry(Family))]);

    /// <summary>Whether both would look at the same packets.</summary>
    public bool Meets(FilterSettings other) => Interface == other?.Interface && Direction == other.Direction
        && (Family == other.Family || Family is FilterFamily.Both || other.Family is FilterFamily.Both);
}
