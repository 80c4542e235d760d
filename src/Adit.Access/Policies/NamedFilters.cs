using Adit.Protocols.Ip.Filtering;

namespace Adit.Access.Policies;

/// <summary>Filters of sessions by the names under which accounts have them (Filter-Id, RFC 2865 §5.11). Immutable.</summary>
/// <param name="byName">Each at most one filter for each direction and family.</param>
public sealed class NamedFilters(IReadOnlyDictionary<string, IReadOnlyList<PacketFilter>> byName)
{
    private const string Unknown = "no filter has this name: 'policies.filters' of adit.yaml names them";
    private const string NoPlace = "the database keeps no filters: let a network policy set them";

    private NamedFilters(string problem)
        : this(new Dictionary<string, IReadOnlyList<PacketFilter>>(StringComparer.Ordinal)) => Problem = problem;

    /// <summary>None.</summary>
    public static NamedFilters None { get; } = new(Unknown);

    /// <summary>None, for accounts that are kept where no filter can be.</summary>
    public static NamedFilters Nowhere { get; } = new(NoPlace);

    /// <summary>What to say of a name that none has.</summary>
    public string Problem { get; } = Unknown;

    /// <summary>The filters of this name; null for none. A name is given alone, or as NAME.in and NAME.out for one of its directions.</summary>
    public IReadOnlyList<PacketFilter>? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return byName.TryGetValue(name, out var filters) ? filters
            : Find(name, ".in", PacketDirection.In) ?? Find(name, ".out", PacketDirection.Out);
    }

    private List<PacketFilter>? Find(string name, string ending, PacketDirection direction) =>
        name.EndsWith(ending, StringComparison.Ordinal) && byName.TryGetValue(name[..^ending.Length], out var filters)
        && filters.Where(filter => filter.Direction == direction).ToList() is { Count: > 0 } found ? found : null;
}
