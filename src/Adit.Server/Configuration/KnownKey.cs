using System.Text.Json.Nodes;

namespace Adit.Server.Configuration;

/// <summary>A key of <c>adit.yaml</c> as the reader knows it: what its documentation and its schema must say, and what it has in a file.</summary>
/// <param name="Path">With its groups: <c>ppp.echoInterval</c>.</param>
/// <param name="Takes">Which values, in words.</param>
/// <param name="Default">What holds without it, in words.</param>
/// <param name="Shape">The same as <paramref name="Takes"/> in JSON Schema's words, as far as it has any; for a list without brackets, too.</param>
/// <param name="Value">What the file says, or else the default; null where that is the absence of a value.</param>
internal sealed record KnownKey(string Path, string Takes, string Default, JsonObject Shape, JsonNode? Value)
{
    /// <summary>Its line in the file, from 1; 0 where the file does not have it.</summary>
    public long Line { get; init; }

    /// <summary>The same for the column.</summary>
    public long Column { get; init; }
}
