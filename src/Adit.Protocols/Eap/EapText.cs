using System.Text;
using System.Text.Unicode;

namespace Adit.Protocols.Eap;

/// <summary>Names as peers send them.</summary>
internal static class EapText
{
    /// <summary>UTF-8 as RFC 3748 §5.1 has it, or Latin-1 where it is not.</summary>
    public static string Decode(ReadOnlySpan<byte> name) =>
        Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);

    /// <summary>Whether two names are of the same account: neither a <c>DOMAIN\</c> nor capitals count.</summary>
    public static bool IsSameName(string one, string other) =>
        WithoutDomain(one).Equals(WithoutDomain(other), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> WithoutDomain(string name) => name.AsSpan(name.LastIndexOf('\\') + 1);
}
