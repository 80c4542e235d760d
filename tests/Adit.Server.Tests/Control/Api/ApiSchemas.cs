using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Adit.Server.Control;

namespace Adit.Server.Tests.Control.Api;

/// <summary>JSON Schemas of the views, with the words of their documentation.</summary>
internal sealed class ApiSchemas
{
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly Dictionary<string, string> Words = ReadWords();

    /// <summary>The records that were met, by name.</summary>
    public SortedDictionary<string, JsonObject> Components { get; } = new(StringComparer.Ordinal);

    public JsonObject Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value);
        if (type == typeof(string))
            return Plain("string");
        if (type == typeof(bool))
            return Plain("boolean");
        if (type == typeof(DateTimeOffset))
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(int) || type == typeof(long))
            return new JsonObject { ["type"] = "integer", ["format"] = type == typeof(int) ? "int32" : "int64" };
        if (type == typeof(object))
            return Plain("object");
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new JsonObject { ["type"] = "array", ["items"] = Of(type.GetGenericArguments()[0]) };
        if (!Components.ContainsKey(type.Name))
        {
            Components[type.Name] = [];
            Components[type.Name] = type.IsEnum ? Word(type) : type.IsAbstract ? Choice(type) : Record(type);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{type.Name}" };
    }

    private static JsonObject Plain(string type) => new() { ["type"] = type };

    private static JsonObject Word(Type type) => new()
    {
        ["type"] = "string",
        ["description"] = WordsOf($"T:{NameOf(type)}"),
        ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]),
    };

    private JsonObject Choice(Type type) => new()
    {
        ["description"] = WordsOf($"T:{NameOf(type)}"),
        ["oneOf"] = new JsonArray([.. type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(derived => Of(derived.DerivedType))]),
        ["discriminator"] = new JsonObject
        {
            ["propertyName"] = "type",
            ["mapping"] = new JsonObject(type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(derived =>
                new KeyValuePair<string, JsonNode?>($"{derived.TypeDiscriminator}", $"#/components/schemas/{derived.DerivedType.Name}"))),
        },
    };

    private JsonObject Record(Type type)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        if (type.BaseType?.GetCustomAttributes<JsonDerivedTypeAttribute>().FirstOrDefault(derived => derived.DerivedType == type) is { } derived)
        {
            properties["type"] = new JsonObject { ["type"] = "string", ["const"] = $"{derived.TypeDiscriminator}" };
            required.Add("type");
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.DeclaringType == type))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            properties[name] = Described(property);
            required.Add(name);
        }

        return new JsonObject { ["type"] = "object", ["description"] = WordsOf($"T:{NameOf(type)}"), ["properties"] = properties, ["required"] = required };
    }

    private JsonObject Described(PropertyInfo property)
    {
        var schema = Of(property.PropertyType);
        if (Nullability.Create(property).ReadState is NullabilityState.Nullable)
            schema = schema["type"] is { } type
                ? With(schema, "type", new JsonArray(type.DeepClone(), "null"))
                : new JsonObject { ["anyOf"] = new JsonArray(schema, Plain("null")) };
        return WordsOf($"P:{NameOf(property.DeclaringType!)}.{property.Name}") is { } words ? With(schema, "description", words) : schema;
    }

    private static JsonObject With(JsonObject schema, string name, JsonNode value)
    {
        schema[name] = value;
        return schema;
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string? WordsOf(string member) => Words.GetValueOrDefault(member);

    private static Dictionary<string, string> ReadWords() => XDocument
        .Load(Path.ChangeExtension(typeof(ControlApi).Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Flat(member.Element("summary")!), StringComparer.Ordinal);

    private static string Flat(XElement summary) => string.Join(' ', string
        .Concat(summary.Nodes().Select(node => node is XElement { Value.Length: 0 } see
            ? see.Attributes().FirstOrDefault()?.Value.Split('.')[^1] : node is XElement element ? element.Value : $"{node}"))
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
