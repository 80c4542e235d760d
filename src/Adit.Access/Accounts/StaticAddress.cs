using Adit.Protocols.Ip;

namespace Adit.Access.Accounts;

/// <summary>The address that an account has for itself, as an administrator writes it.</summary>
internal static class StaticAddress
{
    private const uint FirstMulticast = 0xe0000000;

    /// <summary>Reads one; null stays null. False for what no host can have: 0.0.0.0/8, 127.0.0.0/8, 224.0.0.0 and up.</summary>
    public static bool TryParse(string? text, out Ipv4Address? address)
    {
        address = null;
        if (text is null)
            return true;
        if (!Ipv4Address.TryParse(text, out var parsed) || parsed.Value >> 24 is 0 or 127 || parsed.Value >= FirstMulticast)
            return false;

        address = parsed;
        return true;
    }
}
