using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Addresses;

/// <summary>A pool with its name.</summary>
internal sealed record NamedPool(string Name, StaticRanges Ranges);

/// <summary>The pools that have names, in the order of the file. Any thread may call.</summary>
internal sealed record NamedPools(IReadOnlyList<NamedPool> All)
{
    /// <summary>None.</summary>
    public static NamedPools None { get; } = new([]);

    /// <summary>
    /// Whether this stands for the pool without a name. RFC 2869 §5.18: where there are not several pools, a name counts for nothing.
    /// </summary>
    public bool IsMainPool(string? name) => name is null or NamedPoolReader.MainPool || All.Count == 0;

    /// <summary>The pool of this name; null for none.</summary>
    public StaticRanges? Find(string name) => All.FirstOrDefault(pool => pool.Name == name)?.Ranges;

    /// <summary>Why one of them can spare the address for nobody; null where all can, or have nothing to do with it.</summary>
    public string? Refuses(Ipv4Address address) => All.Select(pool => pool.Ranges.Refuses(address)).FirstOrDefault(reason => reason is not null);

    /// <summary>All names.</summary>
    public override string ToString() => string.Join(", ", All.Select(pool => pool.Name).Prepend(NamedPoolReader.MainPool));
}
