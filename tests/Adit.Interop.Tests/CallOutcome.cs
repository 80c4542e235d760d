using System.Text.Json;

namespace Adit.Interop.Tests;

/// <summary>
/// What a call came to: what the client printed, the server's answer to "why" where it knows the user, and what the doctor found from the
/// client's place, where it was asked.
/// </summary>
internal sealed record CallOutcome(string Output, JsonElement? Why, Diagnosis? Doctor = null)
{
    /// <summary>The groups that the server's record of the attempt proves; none where it has no record.</summary>
    public IEnumerable<string> AtServer => Why is { } why ? why.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()!) : [];

    /// <summary>The client's last word: code, Windows' code, and the groups of scenarios that it names.</summary>
    public (string? Code, string? Windows, IReadOnlyList<string> Cases) ReadEnd()
    {
        var end = Output.Split('\n').Where(line => line.StartsWith("""{"event":"ended""", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement).Last();
        return (end.GetProperty("failure").GetString(), HexOrNumber(end), [.. end.GetProperty("cases").EnumerateArray().Select(name => name.GetString()!)]);
    }

    private static string? HexOrNumber(JsonElement end) => !end.TryGetProperty("code", out var code) ? null
        : code.GetInt32() < 0 ? end.GetProperty("hex").GetString()
        : code.GetRawText();
}
