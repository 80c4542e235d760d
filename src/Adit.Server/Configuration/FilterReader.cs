using System.Net;
using Adit.Linux.Firewall;

namespace Adit.Server.Configuration;

/// <summary>Reads the filters of interfaces.</summary>
internal static class FilterReader
{
    private const int MaxFilters = 32;
    private const int MaxRules = 100;
    private const int MaxItems = 64;
    private const string TunnelsOnlyWord = "tunnels-only";

    public static IReadOnlyList<FilterSettings> Read(YamlSection root)
    {
        var earlier = new List<FilterSettings>();
        return root.Groups("filters", MaxFilters, "a group with an interface and its rules", section => ReadFilter(section, earlier));
    }

    private static FilterSettings ReadFilter(YamlSection section, List<FilterSettings> earlier)
    {
        var filter = new FilterSettings
        {
            Interface = section.Text("interface", "", "an interface name of 1 to 15 letters, digits, '-', '_' and '.'", ConfigurationReader.IsInterface),
            Direction = section.Word("direction", FilterDirection.In),
            Family = section.Word("family", FilterFamily.Both),
            Preset = section.Value<FilterPreset>("preset", FilterPreset.None, $"none or {TunnelsOnlyWord}",
                text => text switch { "none" => FilterPreset.None, TunnelsOnlyWord => FilterPreset.TunnelsOnly, _ => null },
                _ => "none", KeyShape.Word(["none", TunnelsOnlyWord])),
            Default = section.Word("default", FilterDefault.Permit),
        };
        if (filter.Preset is FilterPreset.TunnelsOnly)
            filter = CheckPreset(section, filter);
        CheckInterface(section, filter, earlier);
        return filter with { Rules = section.Groups("rules", MaxRules, "a group that says which packets", rule => ReadRule(rule, filter.Family)) };
    }

    private static void CheckInterface(YamlSection section, FilterSettings filter, List<FilterSettings> earlier)
    {
        if (section.PlaceOf("interface") is null)
            section.Report("interface", "a filter needs an interface", "Name one with 'interface:'; 'ip link' lists them.");
        if (filter.Interface.Length == 0)
            return;

        if (earlier.Any(filter.Meets))
            section.Report("interface", $"'{filter.Interface}' has a filter for this direction and family already", "Put the rules of both into one.");
        earlier.Add(filter);
    }

    private static FilterSettings CheckPreset(YamlSection section, FilterSettings filter)
    {
        if (filter.Direction is FilterDirection.Out)
            section.Report("direction", $"'{TunnelsOnlyWord}' is for direction 'in'", "Take the direction out, or the preset.");
        if (section.PlaceOf("default") is not null && filter.Default is FilterDefault.Permit)
            section.Report("default", $"'{TunnelsOnlyWord}' drops everything else", "Take 'default:' out, or the preset.");
        return filter with { Default = FilterDefault.Drop };
    }

    private static FilterRule ReadRule(YamlSection section, FilterFamily family)
    {
        var protocol = section.Text("protocol", "any", "tcp, udp, icmp, icmpv6, any or a number from 0 to 255",
            text => text == "any" || IpProtocol.Parse(text) is not null);
        var rule = new FilterRule
        {
            Protocol = IpProtocol.Parse(protocol),
            Source = Prefixes(section, "source"),
            SourcePorts = Ports(section, "sourcePorts"),
            Destination = Prefixes(section, "destination"),
            DestinationPorts = Ports(section, "destinationPorts"),
        };
        if (rule.FindContradiction(family) is { } problem)
            section.Report("", problem, "Correct the rule, or the family of its filter.");
        return rule;
    }

    private static List<IPNetwork> Prefixes(YamlSection section, string key) => [.. section.List<object>(key, [], 0, MaxItems,
        "an address or a prefix", text => text.Contains('%', StringComparison.Ordinal) ? null : AddressPrefixes.Parse(text), shown: "any").Cast<IPNetwork>()];

    private static List<PortRange> Ports(YamlSection section, string key) => [.. section.List<object>(key, [], 0, MaxItems,
        "a port or a range such as 5000-5010", text => PortRange.Parse(text), shown: "any").Cast<PortRange>()];
}
