namespace Adit.Server.Configuration;

/// <summary>What RADIUS clients and groups may be called.</summary>
public static class RadiusNames
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule in words.</summary>
    public const string Form = "a name of 1 to 64 letters, digits, '-', '_' and '.'";

    /// <summary>Whether this is one.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }
}
