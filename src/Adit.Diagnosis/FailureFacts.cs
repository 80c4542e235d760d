using System.Collections;
using System.Globalization;
using Adit.Protocols;

namespace Adit.Diagnosis;

/// <summary>A failure's facts in words.</summary>
public static class FailureFacts
{
    /// <summary>Every fact with its name, in the order of the failure's type.</summary>
    public static string Describe(Failure failure) => string.Join("; ", Read(failure).Select(fact => $"{fact.Key} {fact.Value}"));

    /// <summary>The same by name, as proofs of scenarios ask for them.</summary>
    internal static Dictionary<string, string> List(Failure failure) => Read(failure).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, string>> Read(Failure failure) => failure.GetType().GetProperties()
        .Where(fact => fact.Name is not nameof(Failure.Code) && fact.GetIndexParameters().Length == 0)
        .Select(fact => KeyValuePair.Create(WordsOf(fact.Name), Describe(fact.GetValue(failure))));

    private static string Describe(object? value) => value switch
    {
        null => "none",
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>()) is { Length: > 0 } items ? items : "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>NotAfter as <c>not after</c>.</summary>
    private static string WordsOf(string name) => string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0
        ? $" {char.ToLowerInvariant(letter)}"
        : $"{char.ToLowerInvariant(letter)}"));
}
