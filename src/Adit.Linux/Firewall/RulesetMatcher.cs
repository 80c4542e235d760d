using System.Globalization;
using System.Text.Json;

namespace Adit.Linux.Firewall;

/// <summary>Whether something holds of a packet; the order is that of "and".</summary>
internal enum Certainty
{
    No,
    Maybe,
    Yes,
}

/// <summary>Holds a packet, as far as it is known, to the expressions of rules.</summary>
internal sealed class RulesetMatcher(KnownPacket packet, IReadOnlyDictionary<string, JsonElement> sets)
{
    private static readonly string[] Verdicts = ["accept", "drop", "reject", "jump", "goto", "return"];

    /// <summary>Those that ask nothing of the packet.</summary>
    private static readonly string[] Silent = ["counter", "log", "comment", "notrack", "mangle", "meter"];

    /// <summary>Whether the rule's conditions hold, and what it does then; null for nothing that ends the packet's way.</summary>
    public (Certainty Holds, (string Name, string? Target)? Verdict) Look(RulesetRule rule, RulesetChain chain)
    {
        var holds = Certainty.Yes;
        (string Name, string? Target)? verdict = null;
        foreach (var expression in rule.Expressions)
        {
            if (RulesetChain.FirstOf(expression) is not var (name, value))
                continue;
            if (Array.IndexOf(Verdicts, name) >= 0)
                verdict = (name, RulesetChain.TextOf(value, "target"));
            else if (name is "vmap")
                (holds, verdict) = LookUp(value, chain, holds);
            else
                holds = Both(holds, name is "match" ? Match(value, chain) : Array.IndexOf(Silent, name) >= 0 ? Certainty.Yes : Certainty.Maybe);
        }

        return (holds, verdict);
    }

    private static Certainty Both(Certainty one, Certainty other) => (Certainty)Math.Min((int)one, (int)other);

    private Certainty Match(JsonElement match, RulesetChain chain)
    {
        if (match.ValueKind is not JsonValueKind.Object || !match.TryGetProperty("left", out var left) || !match.TryGetProperty("right", out var right))
            return Certainty.Maybe;

        var holds = Compare(left, right, chain);
        return RulesetChain.TextOf(match, "op") switch
        {
            "==" or "in" or null => holds,
            "!=" => (Certainty)(Certainty.Yes - holds),
            _ => Certainty.Maybe,
        };
    }

    private Certainty Compare(JsonElement left, JsonElement right, RulesetChain chain) => ValueOf(left) switch
    {
        null => Certainty.Maybe,
        "" => Certainty.No, // of another protocol than the packet
        var value => Contains(right, value, chain, 0),
    };

    /// <summary>What the packet has there; empty for what it cannot have, null for what is not known.</summary>
    private string? ValueOf(JsonElement left)
    {
        if (RulesetChain.FirstOf(left) is not var (kind, value))
            return null;

        return (kind, RulesetChain.TextOf(value, kind is "payload" ? "field" : "key")) switch
        {
            ("payload", var field) => OfPayload(RulesetChain.TextOf(value, "protocol"), field),
            ("ct", "state") => packet.IsAnswer ? "established" : "new",
            ("meta", "l4proto") => packet.Port is null ? null : "tcp",
            ("meta", "nfproto") => packet.IsIpv6 ? "ipv6" : "ipv4",
            ("meta", "protocol") => packet.IsIpv6 ? "ip6" : "ip",
            ("meta", "iifname" or "iif") when !packet.IsAnswer => packet.Interface ?? "?",
            ("fib", _) when RulesetChain.TextOf(value, "result") is "type" && packet is { Port: not null, IsAnswer: false } => "local",
            _ => null,
        };
    }

    private string? OfPayload(string? protocol, string? field) => (protocol, field) switch
    {
        ("tcp" or "th", "dport" or "sport") when packet.IsAnswer != (field == "sport") => null,
        ("tcp" or "th", "dport" or "sport") => packet.Port?.ToString(CultureInfo.InvariantCulture),
        ("udp" or "icmp" or "icmpv6" or "sctp" or "dccp", _) when packet.Port is not null => "",
        ("ip", "protocol") or ("ip6", "nexthdr") => packet.Port is null ? null : "tcp",
        ("ip", _) when packet.IsIpv6 => "",
        ("ip6", _) when !packet.IsIpv6 => "",
        _ => null,
    };

    /// <summary>Whether a value is that of the right side: a word, a number, a range, a set, or the name of one.</summary>
    private Certainty Contains(JsonElement right, string value, RulesetChain chain, int depth)
    {
        if (depth > 4)
            return Certainty.Maybe;

        switch (right.ValueKind)
        {
            case JsonValueKind.Array:
                return Any(right.EnumerateArray(), value, chain, depth);
            case JsonValueKind.Number:
                return right.GetRawText() == value || (value == "tcp" && right.GetRawText() == "6") ? Certainty.Yes : Certainty.No;
            case JsonValueKind.String when right.GetString() is ['@', .. var name]:
                return sets.TryGetValue($"{chain.Family} {chain.Table} {name}", out var set) && set.TryGetProperty("elem", out var elements)
                    ? Contains(elements, value, chain, depth + 1)
                    : Certainty.No;
            case JsonValueKind.String:
                return OfWord(right.GetString()!, value);
            case JsonValueKind.Object when right.TryGetProperty("set", out var inline):
                return Contains(inline, value, chain, depth + 1);
            case JsonValueKind.Object when right.TryGetProperty("range", out var range) && range.ValueKind is JsonValueKind.Array && range.GetArrayLength() == 2:
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && TryReadNumber(range[0], out var low) && TryReadNumber(range[1], out var high)
                    ? number >= low && number <= high ? Certainty.Yes : Certainty.No
                    : Certainty.Maybe;
            default:
                return Certainty.Maybe;
        }
    }

    private static bool TryReadNumber(JsonElement element, out int number)
    {
        number = 0;
        return element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out number);
    }

    /// <summary>The loopback's name is no outer interface's; any other may be the one.</summary>
    private static Certainty OfWord(string word, string value) =>
        word == value ? Certainty.Yes : value == "?" && word != "lo" ? Certainty.Maybe : Certainty.No;

    private Certainty Any(IEnumerable<JsonElement> elements, string value, RulesetChain chain, int depth) =>
        elements.Select(element => Contains(element, value, chain, depth + 1)).DefaultIfEmpty(Certainty.No).Max();

    /// <summary>A map from values to verdicts.</summary>
    private (Certainty Holds, (string Name, string? Target)? Verdict) LookUp(JsonElement map, RulesetChain chain, Certainty holds)
    {
        if (map.ValueKind is not JsonValueKind.Object || !map.TryGetProperty("key", out var key) || !map.TryGetProperty("data", out var data) || ValueOf(key) is not { Length: > 0 } value)
            return (Both(holds, Certainty.Maybe), null);

        var elements = data.ValueKind is JsonValueKind.String && sets.TryGetValue($"{chain.Family} {chain.Table} {data.GetString()!.TrimStart('@')}", out var named)
            && named.TryGetProperty("elem", out var members) ? members
            : data.ValueKind is JsonValueKind.Object && data.TryGetProperty("set", out var inline) ? inline
            : default;
        if (elements.ValueKind is not JsonValueKind.Array)
            return (Both(holds, Certainty.Maybe), null);

        foreach (var pair in elements.EnumerateArray().Where(pair => pair.ValueKind is JsonValueKind.Array && pair.GetArrayLength() == 2))
        {
            if (Contains(pair[0], value, chain, 0) is var met and not Certainty.No && RulesetChain.FirstOf(pair[1]) is var (name, verdict))
                return (Both(holds, met), (name, RulesetChain.TextOf(verdict, "target")));
        }

        return (holds, null);
    }
}
