using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Ip;

namespace Adit.Linux;

/// <summary>The cores' IPv4 addresses as the machine's, and back.</summary>
public static class IpAddresses
{
    /// <summary>The address as sockets and netlink take it.</summary>
    public static IPAddress ToIPAddress(this Ipv4Address address)
    {
        Span<byte> bytes = stackalloc byte[Ipv4Address.Length];
        address.Write(bytes);
        return new IPAddress(bytes);
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
