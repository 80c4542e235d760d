using Adit.Access.Accounts;

namespace Adit.Access.Denials;

/// <summary>What is denied, in the one form in which it is stored and compared.</summary>
internal static class DenialSubject
{
    /// <summary>Digits of SHA-256. Serial numbers are unique per CA only.</summary>
    private const int FingerprintLength = 64;

    /// <summary>Null where the text is no name or number of this kind.</summary>
    public static string? Normalize(DenialKind kind, string text) => kind switch
    {
        DenialKind.User => AccountName.TryParseUserName(text, out var name) ? name.Value : null,
        DenialKind.Group => GroupNames.IsName(text) ? text.ToLowerInvariant() : null,
        DenialKind.Certificate => FingerprintOf(text),
        _ => null,
    };

    /// <summary>Hexadecimal digits, with or without colons, in upper case.</summary>
    private static string? FingerprintOf(string text)
    {
        var digits = text.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        return digits.Length == FingerprintLength && digits.All(char.IsAsciiHexDigit) ? digits : null;
    }
}
