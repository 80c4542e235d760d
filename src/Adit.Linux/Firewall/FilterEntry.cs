namespace Adit.Linux.Firewall;

/// <summary>An exception in a filter, made of a <see cref="FilterRule"/> or a preset.</summary>
public sealed class FilterEntry
{
    internal FilterEntry(string name, IReadOnlyList<string> matches) => (Name, Matches) = (name, matches);

    /// <summary>What it is for, in words: "tcp from 10.0.0.0/8 to port 22".</summary>
    public string Name { get; }

    /// <summary>In nft's words, each enough; an empty one is every packet.</summary>
    internal IReadOnlyList<string> Matches { get; }
}
