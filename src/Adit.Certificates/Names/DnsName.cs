using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Adit.Certificates.Names;

/// <summary>Host names as RFC 1123 §2.1 allows them, with international ones (RFC 3490) turned into ASCII.</summary>
internal static class DnsName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping Idn = new();

    /// <summary>A leading <c>*</c> label is taken where at least two labels follow it: <c>*.org</c> would name half the world.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? name)
    {
        name = ToAscii(text.EndsWith('.') ? text[..^1] : text);
        if (name is null || name.Length > MaxLength || !IsHostName(name))
            name = null;
        return name is not null;
    }

    private static bool IsHostName(string name)
    {
        var labels = name.Split('.');
        var isWildcard = labels[0] is "*";
        if (isWildcard && labels.Length < 3)
            return false;
        return labels.Skip(isWildcard ? 1 : 0).All(IsLabel) && !labels[^1].All(char.IsAsciiDigit); // 10.1.2.300 is a mistyped address
    }

    private static string? ToAscii(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return null;

        try
        {
            return Idn.GetAscii(text.ToLowerInvariant()).ToLowerInvariant();
        }
        catch (ArgumentException) // how IdnMapping says that the name is none
        {
            return null;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && label[0] != '-' && label[^1] != '-';
}
