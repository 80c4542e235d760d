using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Adit.Protocols.Http;

/// <summary>The answer to a Digest challenge (RFC 7616 §3.4) with qop "auth".</summary>
public static class DigestAuthorization
{
    /// <summary>The field's value.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="credential">Who answers.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="target">The request's target, as on its first line.</param>
    /// <param name="clientNonce">Our nonce, of visible ASCII without a quotation mark.</param>
    /// <param name="count">How often the server's nonce has been used, this time included: 1 or more.</param>
    public static string Write(
        DigestChallenge challenge, ProxyCredential credential, string method, string target, string clientNonce, uint count)
    {
        var nonceCount = count.ToString("x8", CultureInfo.InvariantCulture);
        var secret = Hash(challenge.Algorithm, $"{credential.UserName}:{challenge.Realm}:{credential.Password}");
        var request = Hash(challenge.Algorithm, $"{method}:{target}");
        var response = Hash(challenge.Algorithm, $"{secret}:{challenge.Nonce}:{nonceCount}:{clientNonce}:auth:{request}");
        var opaque = challenge.Opaque is { } given ? $", opaque={Quote(given)}" : "";
        return $"Digest {UserName(credential.UserName)}, realm={Quote(challenge.Realm)}, uri={Quote(target)}, "
            + $"algorithm={NameOf(challenge.Algorithm)}, nonce={Quote(challenge.Nonce)}, nc={nonceCount}, cnonce={Quote(clientNonce)}, "
            + $"qop=auth, response=\"{response}\"{opaque}";
    }

    /// <summary>A name outside ASCII goes in the notation of RFC 8187, since a quoted string cannot hold it (RFC 7616 §3.4).</summary>
    private static string UserName(string name) =>
        Ascii.IsValid(name) ? $"username={Quote(name)}" : $"username*=UTF-8''{Uri.EscapeDataString(name)}";

    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm is DigestAlgorithm.Sha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }

    private static string NameOf(DigestAlgorithm algorithm) => algorithm is DigestAlgorithm.Sha256 ? "SHA-256" : "MD5";

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
