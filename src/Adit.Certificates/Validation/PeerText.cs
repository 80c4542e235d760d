using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Validation;

/// <summary>Text that a peer wrote, made fit for a failure's facts: of bounded length and harmless to a terminal.</summary>
internal static class PeerText
{
    private const int MaxLength = 256;

    public static string Subject(X509Certificate2 certificate) => Clean(certificate.Subject);

    public static string Issuer(X509Certificate2 certificate) => Clean(certificate.Issuer);

    public static string Clean(string text)
    {
        var visible = string.Concat(text.Take(MaxLength).Select(c => IsHarmful(c) ? '?' : c));
        return text.Length > MaxLength ? visible + "…" : visible;
    }

    /// <summary>Control characters steer a terminal; format characters turn the direction of text or hide.</summary>
    private static bool IsHarmful(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
