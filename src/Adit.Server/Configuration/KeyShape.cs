using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Adit.Server.Configuration;

/// <summary>What a key's value looks like to a program: JSON Schema's words for it, and the value in JSON.</summary>
internal static class KeyShape
{
    /// <summary>A schema has no word for the range of a time written so; the reader holds it, and the description tells it.</summary>
    public const string DurationPattern = "^[0-9]+(ms|s|m|h|d)$";

    private const string Type = "type";
    private const string Properties = "properties";

    public static JsonObject Flag => new() { [Type] = "boolean" };

    public static JsonObject Duration => new() { [Type] = "string", ["pattern"] = DurationPattern };

    public static JsonObject Text => new() { [Type] = "string" };

    public static JsonObject Word(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode?)word)]) };

    public static JsonObject Number(int min, int max) => new() { [Type] = "integer", ["minimum"] = min, ["maximum"] = max };

    public static JsonObject List(int min, int max, JsonObject? item = null) =>
        new() { [Type] = "array", ["items"] = item ?? Text, ["minItems"] = min, ["maxItems"] = max };

    /// <summary>A group with these keys and no others; a key of a group inside it has that group's name before a dot.</summary>
    public static JsonObject Group(IEnumerable<KnownKey> keys)
    {
        var root = EmptyGroup();
        foreach (var key in keys)
        {
            var names = key.Path.Split('.');
            var group = root;
            foreach (var name in names[..^1])
                group = (JsonObject)(group[Properties]![name] ??= EmptyGroup());
            var shape = (JsonObject)key.Shape.DeepClone();
            shape.Insert(0, "description", $"Takes {key.Takes}.");
            group[Properties]![names[^1]] = shape;
        }

        return root;
    }

    private static JsonObject EmptyGroup() => new() { [Type] = "object", ["additionalProperties"] = false, [Properties] = new JsonObject() };

    /// <summary>Whether a value of this shape is a list.</summary>
    public static bool IsList(JsonObject shape) => IsOfType(shape, "array");

    /// <summary>The same, and one item may stand alone: all lists but those of groups.</summary>
    public static bool IsListOfValues(JsonObject shape) => IsList(shape) && !IsOfType(ItemOf(shape), "object");

    /// <summary>The value of a node as <paramref name="shape"/> types it; times in their shortest form, so that equal ones are equal.</summary>
    public static JsonNode? ValueOf(YamlNode node, JsonObject shape) => node switch
    {
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(child => ValueOf(child, ItemOf(shape)))]),
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
            pair => KeyValuePair.Create(pair.Key.ToString(), ValueOf(pair.Value, PropertyOf(shape, pair.Key.ToString()))))),
        _ when IsList(shape) => new JsonArray(ValueOf(node, ItemOf(shape))),
        YamlScalarNode { Value: { } text } => ValueOf(text, shape),
        _ => null,
    };

    private static JsonNode ValueOf(string text, JsonObject shape)
    {
        if (IsOfType(shape, "integer") && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        if (IsOfType(shape, "boolean") && text is "true" or "false")
            return text == "true";
        return shape["pattern"]?.GetValue<string>() == DurationPattern && Durations.TryParse(text, out var time) ? Durations.Write(time) : text;
    }

    private static bool IsOfType(JsonObject shape, string type) => shape[Type]?.GetValue<string>() == type;

    private static JsonObject ItemOf(JsonObject shape) => shape["items"] as JsonObject ?? Text;

    private static JsonObject PropertyOf(JsonObject shape, string name) => shape[Properties]?[name] as JsonObject ?? Text;
}
