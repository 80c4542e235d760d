using System.Text.Json.Nodes;

namespace Adit.Server.Configuration;

/// <summary>
/// The JSON Schema (2020-12) of <c>adit.yaml</c>, with which editors complete and check. Types, ranges and defaults are the reader's, the
/// descriptions those of docs/configuration.md.
/// </summary>
internal static class ConfigurationSchema
{
    private const string Properties = "properties";

    /// <summary>Makes the schema.</summary>
    public static JsonObject Create()
    {
        var root = Group("The configuration of an Adit server. Every key has a default.");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "adit.yaml");
        var meanings = ConfigurationPage.Meanings();
        foreach (var key in ConfigurationReader.ListKeys())
            Add(root, key, meanings.GetValueOrDefault(key.Path));
        return root;
    }

    private static void Add(JsonObject root, KnownKey key, string? meaning)
    {
        var names = key.Path.Split('.');
        var group = root;
        foreach (var name in names[..^1])
            group = (JsonObject)(group[Properties]![name] ??= Group(null));
        group[Properties]![names[^1]] = SchemaOf(key, meaning);
    }

    private static JsonObject SchemaOf(KnownKey key, string? meaning)
    {
        var words = meaning is null ? $"Takes {key.Takes}." : $"{meaning.TrimEnd('.')}. Takes {key.Takes}.";
        var schema = new JsonObject { ["description"] = words };
        if (key.Value is not null)
            schema["default"] = key.Value.DeepClone();
        if (KeyShape.IsList(key.Shape))
            schema["anyOf"] = new JsonArray(key.Shape.DeepClone(), key.Shape["items"]!.DeepClone()); // one item may stand alone
        else
            foreach (var (word, value) in key.Shape)
                schema[word] = value?.DeepClone();
        return schema;
    }

    /// <summary>A group may be there and empty: all of it commented out.</summary>
    private static JsonObject Group(string? description)
    {
        var group = new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["additionalProperties"] = false,
            [Properties] = new JsonObject(),
        };
        if (description is not null)
            group.Insert(0, "description", description);
        return group;
    }
}
