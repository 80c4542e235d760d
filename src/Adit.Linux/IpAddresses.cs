using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Ip;

namespace Adit.Linux;

/// <summary>The cores' addresses as the machine's, and back.</summary>
public static class IpAddresses
{
    /// <summary>The address as sockets and netlink take it.</summary>
    public static IPAddress ToIPAddress(this Ipv4Address address)
    {
        Span<byte> bytes = stackalloc byte[Ipv4Address.Length];
        address.Write(bytes);
        return new IPAddress(bytes);
    }

    /// <summary>The address as sockets and netlink take it.</summary>
    public static IPAddress ToIPAddress(this Ipv6Address address)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Address.Length];
        address.Write(bytes);
        return new IPAddress(bytes);
    }

    /// <summary>The prefix as netlink and nftables take it.</summary>
    public static IPNetwork ToIPNetwork(this Ipv6Prefix prefix) => new(prefix.Address.ToIPAddress(), prefix.Length);

    /// <summary>The address as the cores take it; null where it is none of IPv6.</summary>
    public static Ipv6Address? ToIpv6(this IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[Ipv6Address.Length];
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.TryWriteBytes(bytes, out _) ? Ipv6Address.Read(bytes) : null;
    }

    /// <summary>The end point as people know it: a socket for both families shows IPv4 peers as IPv6 (RFC 4291 §2.5.5.2).</summary>
    public static IPEndPoint Unmapped(this IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;
    }

    /// <summary>The address as the cores take it; null where it is none of IPv4.</summary>
    public static Ipv4Address? ToIpv4(this IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[Ipv4Address.Length];
        return address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _) ? Ipv4Address.Read(bytes) : null;
    }
}
