using System.Text.Json.Nodes;

namespace Adit.Server.Configuration;

/// <summary>
/// The JSON Schema (2020-12) of <c>adit.yaml</c>, with which editors complete and check. Types, ranges and defaults are the reader's, the
/// descriptions those of docs/configuration.md.
/// </summary>
internal static class ConfigurationSchema
{
    private const string Properties = "properties";
    private const string Description = "description";

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
        var schema = new JsonObject { [Description] = words };
        if (key.Value is not null)
            schema["default"] = key.Value.DeepClone();
        foreach (var (word, value) in Publish(key.Shape))
            schema[word] = value?.DeepClone();
        return schema;
    }

    /// <summary>The shape as a file may have it: of a list, one item may stand alone.</summary>
    private static JsonObject Publish(JsonObject shape)
    {
        if (KeyShape.IsListOfValues(shape))
        {
            var list = (JsonObject)shape.DeepClone();
            list.Remove(Description, out var description);
            var either = new JsonObject { ["anyOf"] = new JsonArray(list, list["items"]!.DeepClone()) };
            if (description is not null)
                either.Insert(0, Description, description);
            return either;
        }

        var published = (JsonObject)shape.DeepClone();
        if (published["items"] is JsonObject items)
            published["items"] = Publish(items);
        if (published[Properties] is JsonObject properties)
            published[Properties] = new JsonObject(properties.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Publish((JsonObject)pair.Value!))));
        return published;
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
            group.Insert(0, Description, description);
        return group;
    }
}
