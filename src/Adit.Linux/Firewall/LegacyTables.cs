using System.Text.Json.Nodes;

namespace Adit.Linux.Firewall;

/// <summary>
/// The filter table of iptables-legacy: the kernel holds its packets to it beside nftables, and nft does not show it. What
/// iptables-legacy-save says of it is put as nft would say the same, so that both are judged alike.
/// </summary>
internal static class LegacyTables
{
    private const int MaxLength = 4 << 20;
    private const string Table = "filter";

    /// <summary>Reads those of IPv4 and IPv6 that are in use.</summary>
    public static (IReadOnlyList<string> Rulesets, string? Unread) Read()
    {
        var (found, unread) = (new List<string>(), new List<string>());
        foreach (var (family, list, program) in (ReadOnlySpan<(string, string, string)>)[
            ("ip", "/proc/net/ip_tables_names", "iptables-legacy-save"), ("ip6", "/proc/net/ip6_tables_names", "ip6tables-legacy-save")])
        {
            if (!IsInUse(list))
                continue;
            if (FirewallProgram.Run(program, "read the rules of iptables-legacy", ["-t", Table], "") is (0, { Length: <= MaxLength } text, _))
                found.Add(Translate(text, family));
            else
                unread.Add($"{list} names the table {Table}, and {program} does not show it");
        }

        return (found, unread.Count == 0 ? null : string.Join("; ", unread));
    }

    /// <summary>The kernel lists a table once somebody has used it in this network.</summary>
    private static bool IsInUse(string list)
    {
        try
        {
            return File.Exists(list) && File.ReadLines(list).Contains(Table, StringComparer.Ordinal);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // who may not read this may not ask nft, either, and hears of that
        }
    }

    /// <summary>What iptables-legacy-save prints, in nft's JSON. Whatever a rule asks for that is not known here may hold or not.</summary>
    internal static string Translate(string text, string family)
    {
        var items = new JsonArray();
        foreach (var line in text.Split('\n'))
        {
            if (line is [':', .. var chain])
                items.Add(new JsonObject { ["chain"] = TranslateChain(chain.Split(' '), family) });
            else if (line.StartsWith("-A ", StringComparison.Ordinal))
                items.Add(new JsonObject { ["rule"] = new LegacyRule(line).Translate(family, NameOfTable) });
        }

        return new JsonObject { ["nftables"] = items }.ToJsonString();
    }

    private static string NameOfTable => $"iptables-legacy {Table}";

    /// <summary>Name and policy; a chain of somebody's own has <c>-</c> for the latter, and no hook.</summary>
    private static JsonObject TranslateChain(string[] words, string family)
    {
        var chain = new JsonObject { ["family"] = family, ["table"] = NameOfTable, ["name"] = words[0] };
        if (words is [var name, ("ACCEPT" or "DROP") and var policy, ..])
        {
            (chain["type"], chain["hook"], chain["prio"]) = ("filter", name.ToLowerInvariant(), 0);
            chain["policy"] = policy.ToLowerInvariant();
        }

        return chain;
    }
}
