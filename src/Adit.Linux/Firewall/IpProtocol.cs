using System.Globalization;

namespace Adit.Linux.Firewall;

/// <summary>A protocol above IP by its number, 0 to 255.</summary>
public readonly record struct IpProtocol(byte Number)
{
    private static readonly Dictionary<string, byte> _named = new(StringComparer.Ordinal) { ["tcp"] = 6, ["udp"] = 17, ["icmp"] = 1, ["icmpv6"] = 58 };

    /// <summary>Whether it has ports that a filter looks at.</summary>
    public bool HasPorts => Number is 6 or 17;

    /// <summary>The one family that it is of, where there is one.</summary>
    public FilterFamily Family => Number switch { 1 => FilterFamily.Ipv4, 58 => FilterFamily.Ipv6, _ => FilterFamily.Both };

    /// <summary>Reads tcp, udp, icmp, icmpv6 or a number; null for anything else.</summary>
    public static IpProtocol? Parse(string text) => _named.TryGetValue(text, out var number)
        || byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) ? new IpProtocol(number) : null;

    /// <summary>Its name, or "protocol 47".</summary>
    public override string ToString()
    {
        var number = Number;
        return _named.FirstOrDefault(named => named.Value == number).Key ?? $"protocol {number}";
    }
}
