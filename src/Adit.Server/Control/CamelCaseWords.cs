using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adit.Server.Control;

/// <summary>Writes an enum as a camelCase word, as everything else in the JSON is.</summary>
public sealed class CamelCaseWords<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
