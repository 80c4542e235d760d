namespace Adit.Protocols.Http;

/// <summary>
/// A challenge of a server or proxy (RFC 9110 §11.3): a scheme and its parameters, whose names are in lower case. What cannot be read
/// ends the list; what was read before counts.
/// </summary>
public sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private const int MaxChallenges = 8;
    private const int MaxParameters = 16;
    private static readonly Dictionary<string, string> None = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The challenges of a field value.</summary>
    public static IReadOnlyList<AuthenticationChallenge> ParseAll(string field)
    {
        var challenges = new List<(string Scheme, Dictionary<string, string> Parameters)>();
        var reader = new FieldReader(field);
        while (reader.TryReadListed(out var word))
        {
            if (!reader.TryTake('='))
            {
                if (challenges.Count == MaxChallenges)
                    break;
                challenges.Add((word, new(StringComparer.OrdinalIgnoreCase)));
            }
            else if (!reader.TryReadValue(out var value))
            {
                reader.SkipItem(); // a token68, which no scheme of ours has
            }
            else if (challenges is [.., var last] && last.Parameters.Count < MaxParameters)
            {
                last.Parameters.TryAdd(word, value);
            }
        }

        return [.. challenges.Select(challenge => new AuthenticationChallenge(challenge.Scheme, challenge.Parameters))];
    }

    /// <summary>Parameters that stand without a scheme, as in Proxy-Authentication-Info (RFC 7616 §3.5).</summary>
    public static IReadOnlyDictionary<string, string> ParseParameters(string field) =>
        ParseAll($"Info {field}") is [var info, ..] ? info.Parameters : None;
}
