using System.Net;
using System.Net.Sockets;

namespace Adit.Certificates.Names;

/// <summary>Hosts that mean nothing outside of their own network.</summary>
internal static class PrivateNames
{
    private static readonly string[] _domains = [".local", ".internal", ".home.arpa"];

    /// <summary>Whether nobody outside reaches a host, by its name or address alone.</summary>
    public static bool IsPrivate(string host) => IPAddress.TryParse(host, out var address)
        ? IsPrivate(address)
        : !host.Contains('.', StringComparison.Ordinal) || _domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static bool IsPrivate(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [10 or 127, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [169, 254, ..]
        : address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal || IPAddress.IPv6Loopback.Equals(address);
}
