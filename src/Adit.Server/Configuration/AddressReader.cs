namespace Adit.Server.Configuration;

/// <summary>Reads which addresses sessions get, and what becomes of their packets.</summary>
internal static class AddressReader
{
    internal const int MaxRanges = 64;

    private static readonly PoolRange Leased = new("dhcp", default, default, default, default);

    public static PoolRanges ReadPool(YamlSection root, PoolRanges defaults)
    {
        var entries = root.List("pool", defaults.Ranges, 1, MaxRanges,
            "a prefix of 1 to 30 bits or a range, such as 10.83.0.0/24 or 10.9.0.50-10.9.0.99; or dhcp alone",
            text => text == Leased.Text ? Leased : PoolRange.Parse(text));
        if (root.PlaceOf("pool") is null)
            return defaults;
        if (entries.Contains(Leased))
            return ReadLeased(root, entries);

        return new PoolRanges([.. entries.Select((range, item) => root.PlaceOf("pool", item) is { } place
            ? range with { Line = place.Line, Column = place.Column }
            : range)]);
    }

    private static PoolRanges ReadLeased(YamlSection root, IReadOnlyList<PoolRange> entries)
    {
        if (entries.Count > 1)
            root.Report("pool", "'pool' takes either 'dhcp' or ranges, not both", "The DHCP server decides: give the range to it, and write 'pool: dhcp'.");
        return PoolRanges.Leased;
    }

    /// <summary>The words true and false are those of former versions.</summary>
    public static NatMode ReadNat(YamlSection root, NatMode fallback) => root.Value<NatMode>("nat", fallback, "auto, on or off",
        text => text switch { "auto" => NatMode.Auto, "on" or "true" => NatMode.On, "off" or "false" => NatMode.Off, _ => null }, Lower,
        KeyShape.Word(["auto", "on", "off"]));

    public static ClientReach ReadReach(YamlSection root, ClientReach fallback) => root.Value<ClientReach>("reach", fallback, "network or server",
        text => text switch { "network" => ClientReach.Network, "server" => ClientReach.Server, _ => null }, Lower, KeyShape.Word(["network", "server"]));

    /// <summary>What stands well alone and not together. With faults of its own, a pool may be without any range.</summary>
    public static void Check(YamlSection root, ServerConfiguration configuration)
    {
        DhcpPoolReader.Check(root, configuration);
        if (configuration.Pool.Ranges.Count > 0)
            foreach (var fault in configuration.Pool.FindFaults())
                root.Report(fault);
        NamedPoolReader.Check(root, configuration);
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
