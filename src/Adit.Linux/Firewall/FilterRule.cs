using System.Net;
using System.Net.Sockets;

namespace Adit.Linux.Firewall;

/// <summary>Packets that a filter makes an exception of. What is empty is any.</summary>
public sealed record FilterRule
{
    /// <summary>The protocol; null for any.</summary>
    public IpProtocol? Protocol { get; init; }

    /// <summary>Where they come from.</summary>
    public IReadOnlyList<IPNetwork> Source { get; init; } = [];

    /// <summary>Where they go.</summary>
    public IReadOnlyList<IPNetwork> Destination { get; init; } = [];

    /// <summary>Ports of the source.</summary>
    public IReadOnlyList<PortRange> SourcePorts { get; init; } = [];

    /// <summary>Ports of the destination.</summary>
    public IReadOnlyList<PortRange> DestinationPorts { get; init; } = [];

    /// <summary>Why no packet of this family could ever be meant, or not all that is named; null where nothing is wrong.</summary>
    public string? FindContradiction(FilterFamily family)
    {
        if (SourcePorts.Count + DestinationPorts.Count > 0 && Protocol is not { HasPorts: true })
            return "only tcp and udp have ports";
        if (Protocol is { Family: not FilterFamily.Both } of && family is not FilterFamily.Both && family != of.Family)
            return $"{of} is not of {Word(family)}";

        var possible = Possible(family).ToList();
        if (Source.Concat(Destination).Where(prefix => !possible.Contains(FamilyOf(prefix))).Select(prefix => (IPNetwork?)prefix).FirstOrDefault() is { } other)
            return $"{other} is not of {Word(possible[0])}";
        return Matches(family).Count == 0 ? "source and destination are of different families" : null;
    }

    /// <summary>The entry for a filter of this family.</summary>
    public FilterEntry ToEntry(FilterFamily family) => new(ToString(), Matches(family));

    /// <summary>In words.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        Protocol is { } protocol ? $"{protocol}" : "any",
        Words("from", Source), Words("port", SourcePorts), Words("to", Destination), Words(DestinationPorts.Count > 0 && Destination.Count == 0 ? "to port" : "port", DestinationPorts),
    }.Where(words => words.Length > 0));

    private static string Words<T>(string before, IReadOnlyList<T> items) => items.Count == 0 ? "" : $"{before} {string.Join(',', items)}";

    private static string Word(FilterFamily family) => family.ToString().ToLowerInvariant();

    private static FilterFamily FamilyOf(IPNetwork prefix) =>
        prefix.BaseAddress.AddressFamily is AddressFamily.InterNetwork ? FilterFamily.Ipv4 : FilterFamily.Ipv6;

    private IEnumerable<FilterFamily> Possible(FilterFamily family) => new[] { FilterFamily.Ipv4, FilterFamily.Ipv6 }
        .Where(one => family is FilterFamily.Both || family == one)
        .Where(one => Protocol is not { Family: not FilterFamily.Both } protocol || protocol.Family == one);

    private List<string> Matches(FilterFamily family)
    {
        if (Source.Count + Destination.Count == 0)
            return [string.Join(' ', ProtocolAndPorts())];

        return [.. Possible(family).Where(one => Has(Source, one) && Has(Destination, one)).Select(one => string.Join(
            ' ', Addresses(one, "saddr", Source).Concat(Addresses(one, "daddr", Destination)).Concat(ProtocolAndPorts())))];
    }

    private static bool Has(IReadOnlyList<IPNetwork> prefixes, FilterFamily family) =>
        prefixes.Count == 0 || prefixes.Any(prefix => FamilyOf(prefix) == family);

    private static IEnumerable<string> Addresses(FilterFamily family, string end, IReadOnlyList<IPNetwork> prefixes)
    {
        var set = string.Join(", ", prefixes.Where(prefix => FamilyOf(prefix) == family));
        if (set.Length > 0)
            yield return $"{(family is FilterFamily.Ipv4 ? "ip" : "ip6")} {end} {{ {set} }}";
    }

    private IEnumerable<string> ProtocolAndPorts()
    {
        if (Protocol is not { } protocol)
            yield break;
        yield return $"meta l4proto {protocol.Number}";
        if (SourcePorts.Count > 0)
            yield return $"{protocol} sport {{ {string.Join(", ", SourcePorts)} }}";
        if (DestinationPorts.Count > 0)
            yield return $"{protocol} dport {{ {string.Join(", ", DestinationPorts)} }}";
    }
}
