using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Adit.Server.Configuration;

/// <summary>Writes every key with the value it has, as JSON or as an <c>adit.yaml</c> that reads back as the same.</summary>
internal static class EffectiveConfiguration
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The keys in their groups. A key without a value is null.</summary>
    public static JsonObject ToTree(IEnumerable<KnownKey> keys)
    {
        var root = new JsonObject();
        foreach (var key in keys)
        {
            var names = key.Path.Split('.');
            GroupOf(root, names[..^1])[names[^1]] = key.Value?.DeepClone();
        }

        return root;
    }

    /// <summary>Indented JSON.</summary>
    public static string ToJson(JsonObject tree) => tree.ToJsonString(Readable);

    /// <summary>YAML that the reader takes; a key without a value, which is the default's absence, is left out.</summary>
    public static string ToYaml(JsonObject tree) =>
        new SerializerBuilder().WithQuotingNecessaryStrings().WithIndentedSequences().Build().Serialize(Plain(tree)!);

    private static JsonObject GroupOf(JsonObject root, IEnumerable<string> names)
    {
        var group = root;
        foreach (var name in names)
        {
            if (group[name] is not JsonObject inner)
                group[name] = inner = [];
            group = inner;
        }

        return group;
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject group => group.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => Plain(pair.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.Number => long.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
            JsonValueKind.True or JsonValueKind.False => value.GetValueKind() is JsonValueKind.True,
            _ => value.ToString(),
        },
        _ => null,
    };
}
