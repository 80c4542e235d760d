using System.Text.Json;

namespace Adit.Linux.Firewall;

/// <summary>
/// The machine's nftables as they are, the filter tables of iptables-legacy beside them, and what becomes of a packet in them as far as that can be said beforehand: many rules ask for what
/// is not known of it, such as where it comes from. Bounded: jumps go no deeper than the kernel lets them.
/// </summary>
public sealed class Ruleset
{
    private const int MaxDepth = 16;
    private const int MaxRules = 100_000; // met on the way: chains may jump to one another from many rules

    private readonly List<RulesetChain> _chains;
    private readonly Dictionary<string, JsonElement> _sets;

    private Ruleset(List<RulesetChain> chains, Dictionary<string, JsonElement> sets) => (_chains, _sets) = (chains, sets);

    /// <summary>What is in force and could not be read; null for nothing.</summary>
    public string? Unread { get; private init; }

    /// <summary>Asks the kernel, by way of nft; throws <see cref="LinuxException"/> where it is missing or refuses.</summary>
    public static Ruleset Read()
    {
        var (legacy, unread) = LegacyTables.Read();
        var all = legacy.Select(Parse).Prepend(Parse(NftProgram.ListAll())).ToList();
        return new Ruleset([.. all.SelectMany(one => one._chains)], all[0]._sets) { Unread = unread };
    }

    /// <summary>Reads what <c>iptables-legacy-save</c> says, or <c>ip6tables-legacy-save</c>.</summary>
    public static Ruleset ParseLegacy(string text, bool isIpv6) => Parse(LegacyTables.Translate(text, isIpv6 ? "ip6" : "ip"));

    /// <summary>The same as nft says it, in JSON.</summary>
    public static string Dump() => NftProgram.ListAll();

    /// <summary>Reads what <c>nft -j list ruleset</c> says (libnftables-json(5)). What is not understood there counts as not known.</summary>
    public static Ruleset Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var items = document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.Clone().TryGetProperty("nftables", out var all)
            && all.ValueKind is JsonValueKind.Array ? all.EnumerateArray().ToList() : [];
        var chains = Members(items, "chain").Select(RulesetChain.Of).ToList();
        var rules = Members(items, "rule").Select(RulesetRule.Of).ToLookup(rule => rule.Chain, StringComparer.Ordinal);
        foreach (var chain in chains)
            chain.Rules.AddRange(rules[chain.Key]);
        var sets = Members(items, "set").Concat(Members(items, "map"))
            .GroupBy(RulesetChain.KeyOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return new Ruleset(chains, sets);
    }

    /// <summary>The first chain at a hook that drops or refuses the packet, certainly or perhaps; null where none does.</summary>
    /// <param name="hook"><c>input</c>, <c>forward</c> or <c>output</c>.</param>
    /// <param name="packet">What is known of it.</param>
    public RulesetDrop? FindDrop(string hook, KnownPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var drops = _chains.Where(chain => chain.Hook == hook && chain.Type == "filter" && chain.IsOf(packet.IsIpv6)).OrderBy(chain => chain.Priority)
            .Select(chain => Judge(chain, packet)).OfType<RulesetDrop>().ToList();
        return drops.Find(drop => drop.IsCertain) ?? drops.FirstOrDefault();
    }

    private static IEnumerable<JsonElement> Members(List<JsonElement> items, string kind) =>
        items.Where(item => item.ValueKind is JsonValueKind.Object && item.TryGetProperty(kind, out var member) && member.ValueKind is JsonValueKind.Object)
            .Select(item => item.GetProperty(kind));

    private RulesetDrop? Judge(RulesetChain chain, KnownPacket packet)
    {
        var walk = new Walk(this, packet);
        var end = walk.Go(chain, Certainty.Yes, 0);
        var isDropped = end is null && chain.Policy == "drop";
        var (drop, isCertain) = isDropped ? (new RulesetDrop(chain.Table, chain.Name, "policy drop", true), !walk.MayBeAccepted)
            : walk.Drop is { } met ? (met, met.IsCertain)
            : (null, false);
        return drop is null ? null : drop with { IsCertain = isCertain };
    }

    /// <summary>One packet's way through the chains of a hook.</summary>
    private sealed class Walk(Ruleset rules, KnownPacket packet)
    {
        private readonly RulesetMatcher _matcher = new(packet, rules._sets);

        private int _met;

        /// <summary>Whether a rule that may hold lets it in.</summary>
        public bool MayBeAccepted { get; private set; }

        /// <summary>The rule that drops it.</summary>
        public RulesetDrop? Drop { get; private set; }

        /// <summary>True where it is let in, false where it is dropped, null where it comes to the chain's end.</summary>
        public bool? Go(RulesetChain chain, Certainty way, int depth)
        {
            if (depth > MaxDepth)
                return null;

            foreach (var rule in chain.Rules)
            {
                if (++_met > MaxRules)
                    return null;

                var (holds, verdict) = _matcher.Look(rule, chain);
                var certainty = (Certainty)Math.Min((int)way, (int)holds);
                if (certainty is Certainty.No || verdict is null)
                    continue;
                if (verdict.Value.Name is "return" && holds is Certainty.Yes)
                    return null;
                if (Meet(rule, chain, certainty, verdict.Value, depth) is { } end && certainty is Certainty.Yes)
                    return end;
                if (verdict.Value.Name is "goto" && certainty is Certainty.Yes)
                    return null;
            }

            return null;
        }

        private bool? Meet(RulesetRule rule, RulesetChain chain, Certainty certainty, (string Name, string? Target) verdict, int depth)
        {
            switch (verdict.Name)
            {
                case "accept":
                    MayBeAccepted |= certainty is Certainty.Maybe;
                    return true;
                case "drop" or "reject":
                    // Once something may have let it in, no later rule is certain to be met.
                    Drop ??= new RulesetDrop(chain.Table, chain.Name, rule.Describe(verdict.Name), certainty is Certainty.Yes && !MayBeAccepted);
                    return false;
                case "jump" or "goto" when rules._chains.Find(one => one.Name == verdict.Target && one.Family == chain.Family && one.Table == chain.Table) is { } next:
                    return Go(next, certainty, depth + 1);
                default:
                    return null;
            }
        }
    }
}

/// <summary>What is known of a packet beforehand; what is not known, rules may ask for.</summary>
/// <param name="IsIpv6">Which IP.</param>
/// <param name="Port">Its TCP port at the destination; null where any protocol is meant.</param>
/// <param name="Interface">Where it comes in; null for any but the loopback.</param>
public sealed record KnownPacket(bool IsIpv6, int? Port, string? Interface)
{
    /// <summary>Whether it answers such a packet: the port is then its source, and the connection is known.</summary>
    public bool IsAnswer { get; init; }
}

/// <summary>A chain that drops or refuses a packet.</summary>
/// <param name="Table">The chain's table.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Rule">The rule in words, or the policy.</param>
/// <param name="IsCertain">Whether it does so to every such packet, rather than to those from somewhere.</param>
public sealed record RulesetDrop(string Table, string Chain, string Rule, bool IsCertain);
