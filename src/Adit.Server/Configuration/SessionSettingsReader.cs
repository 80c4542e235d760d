using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Adit.Access.Policies;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;

namespace Adit.Server.Configuration;

/// <summary>Reads the settings of a network policy.</summary>
internal static class SessionSettingsReader
{
    private const int MaxFilters = 2;
    private const int MaxRules = 50;

    // Keys, names and EAP need the rest of a message.
    private const int MaxLength = 2400;
    private const int MaxNamedLength = 1600; // a policy's other settings stand beside them

    // RFC 3692 keeps it for nobody: a filter must have a rule, and this one meets no packet.
    private static readonly IpProtocol _nobody = (IpProtocol)255;

    public static NetworkPolicy Read(YamlSection section, NetworkPolicy policy)
    {
        var routes = section.List<object>("routes", [], 0, SessionSettings.MaxRoutes, "a prefix such as 10.0.0.0/8 or fd00::/8", RouteSettings.ParseRoute, shown: "those of 'routes'")
            .Cast<IPNetwork>().ToList();
        var settings = new SessionSettings
        {
            Filters = ReadFilters(section),
            Routes = [.. routes.Where(route => !IsIpv6(route)).Select(route => new Ipv4Network(Ipv4Address.Read(route.BaseAddress.GetAddressBytes()), route.PrefixLength))],
            Ipv6Routes = [.. routes.Where(IsIpv6).Select(route => new Ipv6Prefix(Ipv6Address.Read(route.BaseAddress.GetAddressBytes()), route.PrefixLength))],
            Dns = [.. section.List<object>("dns", [], 0, SessionSettings.MaxDns, "an IPv4 address", text => Ipv4Address.TryParse(text, out var address) ? address : null, shown: "those of 'dns'").Cast<Ipv4Address>()],
            Pool = PolicyReader.Optional(section, "framedPool", "the name of a pool at the gateway", PolicyReader.IsName),
            Mtu = Number(section, "framedMtu", 576, 1500),
            SessionsPerUser = Number(section, "sessionsPerUser", 1, 100),
            UploadRate = Rate(section, "uploadRate"),
            DownloadRate = Rate(section, "downloadRate"),
            EncryptionPolicy = PolicyReader.Optional(section, "encryptionPolicy", "allowed or required", text => text is "allowed" or "required") switch { null => null, "allowed" => 1, _ => 2 },
            EncryptionTypes = section.List<object>("encryptionTypes", [], 0, 3, "40-bit, 56-bit or 128-bit", StrengthOf, shown: "none") is { Count: > 0 } types
                ? types.Cast<uint>().Aggregate((one, other) => one | other)
                : null,
            InterimInterval = section.List<object>("interimInterval", [], 0, 1, "a time from 60s to 1d", IntervalOf, shown: "the gateway's") is [TimeSpan interval] ? interval : null,
        };
        if (settings.Length > MaxLength)
            section.Report("filters", "the settings are more than one answer can carry", "Make filters of fewer rules, with prefixes that hold more.");
        return policy with
        {
            Settings = settings,
            Class = section.Text("class", "", "text of at most 64 characters", text => text.Length <= 64),
        };
    }

    private static bool IsIpv6(IPNetwork network) => network.BaseAddress.AddressFamily is AddressFamily.InterNetworkV6;

    private static object? StrengthOf(string text) => text switch { "40-bit" => 2u, "128-bit" => 4u, "56-bit" => 8u, _ => null };

    private static object? IntervalOf(string text) =>
        Durations.TryParse(text, out var time) && time >= TimeSpan.FromMinutes(1) && time <= TimeSpan.FromDays(1) ? time : null;

    private static uint? Rate(YamlSection section, string key) => section.List<object>(
        key, [], 0, 1, "bits a second from 64k to 4G, such as 512k, 20M or 1G", text => BitRates.Parse(text), shown: "none") is [uint rate] ? rate : null;

    private static uint? Number(YamlSection section, string key, uint min, uint max) => section.List<object>(
        key, [], 0, 1, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"),
        text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null,
        shown: "none") is [uint value] ? value : null;

    /// <summary>The filters of one session, at most one for each direction; the whole of them fits into an answer.</summary>
    internal static IReadOnlyList<PacketFilter> ReadNamedFilters(YamlSection section)
    {
        var filters = ReadFilters(section);
        if (filters.Count == 0)
            section.Report("filters", "a filter needs 'filters' with a rule", "Say what passes, as in the settings of a policy.");
        else if (new SessionSettings { Filters = filters }.Length > MaxNamedLength)
            section.Report("filters", "the filters are more than one answer can carry", "Make filters of fewer rules, with prefixes that hold more.");
        return filters;
    }

    private static List<PacketFilter> ReadFilters(YamlSection section)
    {
        var filters = section.Groups("filters", MaxFilters, "a group with a direction and rules", ReadFilter);
        if (filters.DistinctBy(filter => filter.Direction).Count() < filters.Count)
        {
            section.Report("filters", "there are two filters for one direction", "Put the rules of both into one.");
            return [];
        }

        return [.. filters.SelectMany(filter => filter.Filters)];
    }

    /// <summary>Both families, always: one that somebody forgot would be a way around the other.</summary>
    private static BothFamilies ReadFilter(YamlSection section)
    {
        var direction = section.Word("direction", PacketDirection.In);
        var dropsOthers = section.Word("default", Linux.Firewall.FilterDefault.Permit) is Linux.Firewall.FilterDefault.Drop;
        var rules = section.Groups("rules", MaxRules, "a group that says which packets", ReadRule);
        return new BothFamilies(
            direction, [.. FilterOf(direction, isIpv6: false, dropsOthers, rules), .. FilterOf(direction, isIpv6: true, dropsOthers, rules)]);
    }

    private static IEnumerable<PacketFilter> FilterOf(PacketDirection direction, bool isIpv6, bool dropsOthers, IEnumerable<PacketRuleText> rules)
    {
        var any = isIpv6 ? PacketRule.AnyIpv6 : PacketRule.AnyIpv4;
        var ofFamily = rules.Where(rule => rule.IsOf(isIpv6)).Select(rule => rule.ToRule(isIpv6)).ToList();
        if (ofFamily.Count > 0)
            yield return new PacketFilter(direction, isIpv6, dropsOthers, ofFamily);
        else if (dropsOthers)
            yield return new PacketFilter(direction, isIpv6, dropsOthers, [new PacketRule(_nobody, any, null, any, null)]);
    }

    private static PacketRuleText ReadRule(YamlSection section)
    {
        var rule = new PacketRuleText
        {
            Protocol = Linux.Firewall.IpProtocol.Parse(section.Text("protocol", "any", "tcp, udp, icmp, icmpv6, any or a number from 1 to 254",
                text => text == "any" || Linux.Firewall.IpProtocol.Parse(text) is { Number: > 0 and < 255 }))?.Number,
            Source = Prefix(section, "source"),
            SourcePort = (ushort?)Number(section, "sourcePort", 1, ushort.MaxValue),
            Destination = Prefix(section, "destination"),
            DestinationPort = (ushort?)Number(section, "destinationPort", 1, ushort.MaxValue),
            IcmpType = (ushort?)Number(section, "icmpType", 0, 254),
        };
        if (rule.FindContradiction() is { } problem)
            section.Report("", problem, "Correct the rule.");
        return rule;
    }

    private static IPNetwork? Prefix(YamlSection section, string key) => section.List<object>(
        key, [], 0, 1, "an address or a prefix", text => text.Contains('%', StringComparison.Ordinal) ? null : AddressPrefixes.Parse(text), shown: "any") is [IPNetwork prefix]
            ? prefix
            : null;

    private sealed record BothFamilies(PacketDirection Direction, IReadOnlyList<PacketFilter> Filters);
}
