using Adit.Protocols.Ip;

namespace Adit.Access.Accounts;

/// <summary>The IPv6 prefix that an account has for itself, as an administrator writes it.</summary>
internal static class StaticPrefix
{
    /// <summary>Reads one; null stays null. False for what is no /64, and for what no host can have: ::/8, fe80::/10, ff00::/8.</summary>
    public static bool TryParse(string? text, out Ipv6Prefix? prefix)
    {
        prefix = null;
        if (text is null)
            return true;
        if (!Ipv6Prefix.TryParse(text, out var parsed) || parsed.Length != Ipv6Prefix.LinkLength
            || parsed.Address.Network >> 56 == 0 || parsed.Address.IsLinkLocal || parsed.Address.IsMulticast)
            return false;

        prefix = parsed;
        return true;
    }
}
