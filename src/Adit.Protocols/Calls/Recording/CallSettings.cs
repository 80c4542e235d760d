using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>All that decides how a server's call behaves, beside what it is told: a replay needs the same.</summary>
public sealed record CallSettings(SstpServerOptions Sstp, PppOptions Ppp, CallOptions Call)
{
    /// <summary>One line of JSON.</summary>
    public string ToText() => JsonSerializer.Serialize(this, CallSettingsJson.Default.CallSettings);

    /// <summary>
    /// Reads what <see cref="ToText"/> wrote; false where it is something else, or a value is out of its range. What another version did not
    /// know has its default.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CallSettings? settings)
    {
        settings = null;
        try
        {
            if (JsonNode.Parse(text, documentOptions: Strict) is not JsonObject given)
                return false;

            var all = (JsonObject)JsonSerializer.SerializeToNode(new CallSettings(new(), new(), new()), CallSettingsJson.Default.CallSettings)!;
            Put(given, all);
            settings = all.Deserialize(CallSettingsJson.Default.CallSettings);
        }
        catch (JsonException)
        {
            return false; // the reader's way to say no
        }

        return settings is not null && settings.IsInRange;
    }

    private static JsonDocumentOptions Strict => new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private static void Put(JsonObject given, JsonObject all)
    {
        foreach (var (name, value) in given)
        {
            if (value is JsonObject inner && all[name] is JsonObject known)
                Put(inner, known);
            else if (value is not null and not JsonObject && all.ContainsKey(name))
                all[name] = value.DeepClone();
        }
    }

    private bool IsInRange =>
        new object[] { Sstp, Ppp, Ppp.Automaton, Ppp.Chap, Ppp.Echo, Call }.All(options =>
            Validator.TryValidateObject(options, new ValidationContext(options), validationResults: null, validateAllProperties: true))
        && Ppp.Methods.Count <= Enum.GetValues<PppMethod>().Length
        && Ppp.Methods.All(Enum.IsDefined);
}

/// <summary>How settings are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, UseStringEnumConverter = true, MaxDepth = 8,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CallSettings))]
internal sealed partial class CallSettingsJson : JsonSerializerContext;
