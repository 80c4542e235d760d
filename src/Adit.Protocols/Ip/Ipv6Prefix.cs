using System.Globalization;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>An IPv6 prefix of 0 to 128 bits; the bits behind it are zero.</summary>
/// <param name="Address">Its first address.</param>
/// <param name="Length">Bits.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Ipv6Prefix(Ipv6Address Address, int Length)
{
    /// <summary>Bits of the prefix of one link, which a host adds its interface identifier to (RFC 4291 §2.5.1).</summary>
    public const int LinkLength = 64;

    private static readonly Ipv6Prefix _uniqueLocal = new(new Ipv6Address(0xfc00_0000_0000_0000, 0), 7);

    /// <summary>Whether all of it is for use inside one organization only (RFC 4193): the Internet has no way back to it.</summary>
    public bool IsUniqueLocal => Length >= _uniqueLocal.Length && _uniqueLocal.Contains(Address);

    /// <summary>The prefix of this length that the address lies in.</summary>
    public static Ipv6Prefix Of(Ipv6Address address, int length) =>
        new(new Ipv6Address(address.Network & NetworkMask(length), address.InterfaceId & InterfaceMask(length)), length);

    /// <summary>Reads <c>fd00::/48</c>; false where bits behind the prefix are set.</summary>
    public static bool TryParse(string text, out Ipv6Prefix prefix)
    {
        prefix = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Ipv6Address.TryParse(text[..slash], out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > 128)
            return false;

        prefix = new Ipv6Prefix(address, length);
        return prefix == Of(address, length);
    }

    /// <summary>Whether the address lies inside.</summary>
    public bool Contains(Ipv6Address address) => Of(address, Length).Address == Address;

    /// <summary>Whether one of the two lies in the other.</summary>
    public bool Overlaps(Ipv6Prefix other) => Contains(other.Address) || other.Contains(Address);

    /// <summary>Address, slash and length.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");

    private static ulong NetworkMask(int length) => length == 0 ? 0 : ulong.MaxValue << (64 - Math.Min(length, 64));

    private static ulong InterfaceMask(int length) => length <= 64 ? 0 : ulong.MaxValue << (128 - length);
}
