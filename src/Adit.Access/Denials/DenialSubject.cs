using Adit.Access.Accounts;

namespace Adit.Access.Denials;

/// <summary>What is denied, in the one form in which it is stored and compared.</summary>
internal static class DenialSubject
{
    /// <summary>Digits: a serial number has 20 bytes at most (RFC 5280 §4.1.2.2), SHA-256 has 32.</summary>
    private const int MaxDigits = 64;

    /// <summary>Null where the text is no name or number of this kind.</summary>
    public static string? Normalize(DenialKind kind, string text) => kind switch
    {
        DenialKind.User => AccountName.TryParseUserName(text, out var name) ? name.Value : null,
        DenialKind.Group => GroupNames.IsName(text) ? text.ToLowerInvariant() : null,
        DenialKind.Certificate => NumberOf(text),
        _ => null,
    };

    /// <summary>Hexadecimal digits, with or without colons, in upper case and without zeros before a serial number.</summary>
    private static string? NumberOf(string text)
    {
        var digits = text.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        if (digits.Length is 0 or > MaxDigits || !digits.All(char.IsAsciiHexDigit))
            return null;

        return digits.Length == MaxDigits ? digits : digits.TrimStart('0') is { Length: > 0 } serial ? serial : null;
    }
}
