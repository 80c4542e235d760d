using System.Net;

namespace Adit.Server.Configuration;

/// <summary>Named addresses: IPv4 and IPv6 prefixes.</summary>
public sealed record AddressPrefixes(IReadOnlyList<IPNetwork> Prefixes)
{
    /// <summary>Nobody.</summary>
    public static AddressPrefixes None { get; } = new([]);

    /// <summary>Whether an address is one of them; an IPv4 address that is written as IPv6 counts as IPv4.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var prefix in Prefixes)
            if (prefix.Contains(plain))
                return true;
        return false;
    }

    /// <summary>Reads <c>10.0.0.0/8</c> or a single address; null where it is neither, or bits behind the prefix are set.</summary>
    public static IPNetwork? Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var start)
            && start.Equals(network.BaseAddress) ? network // the runtime would clear the bits
        : null;
}
