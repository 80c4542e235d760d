using System.Globalization;
using Adit.Protocols.Ip;

namespace Adit.Server.Configuration;

/// <summary>An IPv4 prefix of 1 to 30 bits, so that it holds a server and at least one client.</summary>
public readonly record struct Ipv4Prefix(Ipv4Address Address, int Length)
{
    /// <summary>The first usable address, which is the server's.</summary>
    public Ipv4Address First => new(Address.Value + 1);

    /// <summary>The last usable address.</summary>
    public Ipv4Address Last => new((Address.Value | ~Mask) - 1);

    private uint Mask => uint.MaxValue << (32 - Length);

    /// <summary>Reads <c>10.1.0.0/24</c>; false where bits behind the prefix are set or its length is out of range.</summary>
    public static bool TryParse(string text, out Ipv4Prefix prefix)
    {
        prefix = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Ipv4Address.TryParse(text.AsSpan(0, slash), out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length is < 1 or > 30)
            return false;

        prefix = new Ipv4Prefix(address, length);
        return (address.Value & ~prefix.Mask) == 0;
    }

    /// <summary>Whether the address lies inside.</summary>
    public bool Contains(Ipv4Address address) => (address.Value & Mask) == Address.Value;

    /// <summary>Address, slash and length.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
}
