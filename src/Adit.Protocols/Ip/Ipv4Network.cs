using System.Globalization;

namespace Adit.Protocols.Ip;

/// <summary>An IPv4 prefix of 0 to 32 bits, no bit set behind it.</summary>
/// <param name="Address">Its first address.</param>
/// <param name="PrefixLength">0 to 32 bits.</param>
public readonly record struct Ipv4Network(Ipv4Address Address, int PrefixLength)
{
    /// <summary>The most bits there are.</summary>
    public const int MaxPrefixLength = 32;

    /// <summary>The bits of the prefix as a mask.</summary>
    public Ipv4Address Mask => new(MaskOf(PrefixLength));

    /// <summary>The prefix that an address lies in.</summary>
    public static Ipv4Network Around(Ipv4Address address, int prefixLength) => new(new(address.Value & MaskOf(prefixLength)), prefixLength);

    /// <summary>Reads <c>10.0.0.0/8</c>; false where bits behind the prefix are set, or there is no length.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv4Network network)
    {
        network = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !Ipv4Address.TryParse(text[..slash], out var address)
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > MaxPrefixLength)
            return false;

        network = new Ipv4Network(address, length);
        return network == Around(address, length);
    }

    /// <summary>Whether the address lies inside.</summary>
    public bool Contains(Ipv4Address address) => Around(address, PrefixLength).Address == Address;

    /// <summary>Whether the two have an address in common, which for prefixes means that one holds the other.</summary>
    public bool Overlaps(Ipv4Network other) => PrefixLength <= other.PrefixLength ? Contains(other.Address) : other.Contains(Address);

    /// <summary>Address, slash and length.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");

    private static uint MaskOf(int length) => length == 0 ? 0 : uint.MaxValue << (MaxPrefixLength - length);
}
