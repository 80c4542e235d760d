using System.Text.Json;

namespace Adit.Linux.Firewall;

/// <summary>A chain of the machine's nftables.</summary>
internal sealed record RulesetChain(string Family, string Table, string Name, string? Type, string? Hook, int Priority, string? Policy)
{
    public List<RulesetRule> Rules { get; } = [];

    public string Key => $"{Family} {Table} {Name}";

    public static RulesetChain Of(JsonElement chain) => new(
        TextOf(chain, "family") ?? "", TextOf(chain, "table") ?? "", TextOf(chain, "name") ?? "", TextOf(chain, "type"), TextOf(chain, "hook"),
        chain.TryGetProperty("prio", out var priority) && priority.ValueKind is JsonValueKind.Number && priority.TryGetInt32(out var number) ? number : 0, TextOf(chain, "policy"));

    /// <summary>Family, table and name of a chain or a set.</summary>
    public static string KeyOf(JsonElement named) => $"{TextOf(named, "family")} {TextOf(named, "table")} {TextOf(named, "name")}";

    public static string? TextOf(JsonElement element, string member) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>The one member that says what an expression is; null where there is none.</summary>
    public static (string Name, JsonElement Value)? FirstOf(JsonElement expression)
    {
        if (expression.ValueKind is not JsonValueKind.Object)
            return null;

        foreach (var member in expression.EnumerateObject())
            return (member.Name, member.Value);
        return null;
    }

    public bool IsOf(bool isIpv6) => Family == "inet" || Family == (isIpv6 ? "ip6" : "ip");
}

/// <summary>A rule of the machine's nftables.</summary>
internal sealed record RulesetRule(string Chain, IReadOnlyList<JsonElement> Expressions)
{
    private const int MaxWords = 160;

    public static RulesetRule Of(JsonElement rule) => new(
        $"{RulesetChain.TextOf(rule, "family")} {RulesetChain.TextOf(rule, "table")} {RulesetChain.TextOf(rule, "chain")}",
        rule.TryGetProperty("expr", out var expressions) && expressions.ValueKind is JsonValueKind.Array ? [.. expressions.EnumerateArray()] : []);

    /// <summary>What it asks for and does, near enough to be found.</summary>
    public string Describe(string verdict)
    {
        var words = string.Join(' ', Expressions.Where(one => one.ValueKind is JsonValueKind.Object && one.TryGetProperty("match", out _)).Select(Describe).Append(verdict));
        return words.Length <= MaxWords ? words : words[..MaxWords];
    }

    private static string Describe(JsonElement expression)
    {
        var match = expression.GetProperty("match");
        return match.ValueKind is JsonValueKind.Object && match.TryGetProperty("left", out var left) && match.TryGetProperty("right", out var right) ? $"{NameOf(left)} {TextOf(right)}" : "";
    }

    private static string NameOf(JsonElement left)
    {
        if (RulesetChain.FirstOf(left) is not { Value.ValueKind: JsonValueKind.Object } kind)
            return "";

        var words = kind.Value.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.String).Select(member => member.Value.GetString());
        return kind.Name is "payload" ? string.Join(' ', words) : $"{kind.Name} {string.Join(' ', words)}";
    }

    private static string TextOf(JsonElement right) => right.ValueKind is JsonValueKind.String ? right.GetString()! : right.GetRawText();
}
