using System.Diagnostics.CodeAnalysis;

namespace Adit.Protocols.Http;

/// <summary>The hash of Digest authentication (RFC 7616 §3.2), the better one last.</summary>
public enum DigestAlgorithm
{
    /// <summary>MD5, which proxies still ask for most.</summary>
    Md5,

    /// <summary>SHA-256.</summary>
    Sha256,
}

/// <summary>A Digest challenge that we can answer: one of our hashes, and qop "auth" (RFC 7616 §3.3).</summary>
/// <param name="Realm">What name and password are for.</param>
/// <param name="Nonce">The server's nonce.</param>
/// <param name="Opaque">What is to be sent back unchanged; null where there is none.</param>
/// <param name="Algorithm">The hash.</param>
/// <param name="IsStale">Whether only the nonce of the last answer was too old.</param>
public sealed record DigestChallenge(string Realm, string Nonce, string? Opaque, DigestAlgorithm Algorithm, bool IsStale)
{
    /// <summary>Reads a challenge; false where it is none that we can answer.</summary>
    public static bool TryRead(AuthenticationChallenge challenge, [NotNullWhen(true)] out DigestChallenge? digest)
    {
        var given = challenge.Parameters;
        digest = string.Equals(challenge.Scheme, "Digest", StringComparison.OrdinalIgnoreCase)
            && given.TryGetValue("realm", out var realm)
            && given.TryGetValue("nonce", out var nonce)
            && AlgorithmOf(given.GetValueOrDefault("algorithm")) is { } algorithm
            && HasAuth(given.GetValueOrDefault("qop"))
            ? new DigestChallenge(realm, nonce, given.GetValueOrDefault("opaque"), algorithm, Is(given.GetValueOrDefault("stale"), "true"))
            : null;
        return digest is not null;
    }

    private static DigestAlgorithm? AlgorithmOf(string? name) => name switch
    {
        null => DigestAlgorithm.Md5,
        _ when Is(name, "MD5") => DigestAlgorithm.Md5,
        _ when Is(name, "SHA-256") => DigestAlgorithm.Sha256,
        _ => null,
    };

    private static bool HasAuth(string? qop) => qop?.Split(',', StringSplitOptions.TrimEntries).Any(one => Is(one, "auth")) is true;

    private static bool Is(string? text, string expected) => string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
