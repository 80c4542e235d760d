namespace Adit.Server.Configuration;

/// <summary>Reads <c>pools</c>: the pools that policies and RADIUS servers name.</summary>
internal static class NamedPoolReader
{
    /// <summary>What the pool without a name is called.</summary>
    public const string MainPool = "default";

    private const int MaxPools = 32;

    public static IReadOnlyList<PoolRanges> Read(YamlSection root)
    {
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        return root.Groups("pools", MaxPools, "a group with a name and ranges", section => ReadPool(section, earlier));
    }

    /// <summary>No pool takes an address of another, and policies that speak to no other gateway name pools of this one.</summary>
    public static void Check(YamlSection root, ServerConfiguration configuration)
    {
        List<PoolRanges> pools = [configuration.Pool, .. configuration.Pools];
        foreach (var fault in pools.SelectMany((pool, at) => FindOverlaps(pool, pools.Take(at))))
            root.Report(fault);
        if (configuration.Radius.Clients.Count > 0)
            return;

        foreach (var policy in configuration.Policies.Network.Where(policy => policy.Settings.Pool is { } name && !pools.Exists(pool => NameOf(pool) == name)))
            root.Report("policies", $"the policy '{policy.Name}' takes addresses of the pool '{policy.Settings.Pool}', which is not in 'pools'",
                $"The pools are {string.Join(", ", pools.Select(NameOf))}; add one to 'pools', or correct 'framedPool'.");
    }

    private static string NameOf(PoolRanges pool) => pool.Name ?? MainPool;

    private static PoolRanges ReadPool(YamlSection section, HashSet<string> earlier)
    {
        var name = PolicyReader.ReadName(section, earlier, "a pool");
        if (name == MainPool)
            section.Report("name", $"'{MainPool}' is the name of 'pool'", "Give it another name.");
        var ranges = section.List("ranges", [], 1, AddressReader.MaxRanges,
            "a prefix of 1 to 30 bits or a range, such as 10.84.0.0/24 or 10.9.0.50-10.9.0.99", PoolRange.Parse, shown: "needed");
        if (section.PlaceOf("ranges") is null)
            section.Report("ranges", "a pool needs 'ranges'", "Give it one or several prefixes or ranges with 'ranges:'.");
        var pool = new PoolRanges([.. ranges.Select((range, item) => section.PlaceOf("ranges", item) is { } place
            ? range with { Line = place.Line, Column = place.Column }
            : range)]) { Name = name };
        if (ranges.Count > 0)
            foreach (var fault in pool.FindFaults())
                section.Report(fault);
        return pool;
    }

    private static IEnumerable<ConfigurationFault> FindOverlaps(PoolRanges pool, IEnumerable<PoolRanges> earlier) =>
        from other in earlier
        from range in pool.Ranges
        from theirs in other.Ranges
        where range.Overlaps(theirs.Start, theirs.End)
        select new ConfigurationFault(Math.Max(1, range.Line), Math.Max(1, range.Column),
            FormattableString.Invariant($"{range} of the pool '{NameOf(pool)}' overlaps with {theirs} of the pool '{NameOf(other)}'")
            + (theirs.Line > 0 ? FormattableString.Invariant($" at line {theirs.Line}, column {theirs.Column}") : ", which is the default"),
            "An address belongs to one pool: correct the ranges.");
}
