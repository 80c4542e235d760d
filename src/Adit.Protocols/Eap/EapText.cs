using Adit.Protocols.Ppp;

namespace Adit.Protocols.Eap;

/// <summary>Names as peers send them.</summary>
internal static class EapText
{
    /// <summary>UTF-8 as RFC 3748 §5.1 has it, or Latin-1 where it is not.</summary>
    public static string Decode(ReadOnlySpan<byte> name) =>
        PeerText.Decode(name, out _);

    /// <summary>Whether two names are of the same account: neither a <c>DOMAIN\</c> nor capitals count.</summary>
    public static bool IsSameName(string one, string other) =>
        WithoutDomain(one).Equals(WithoutDomain(other), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> WithoutDomain(string name) => name.AsSpan(name.LastIndexOf('\\') + 1);
}
