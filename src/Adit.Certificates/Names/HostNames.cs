using System.Net;
using System.Net.Sockets;

namespace Adit.Certificates.Names;

/// <summary>Works out what a host without configured names is called, from facts that the caller has gathered.</summary>
public static class HostNames
{
    private static readonly string[] OnlyHere = ["localhost", "127.0.0.1", "::1"];

    /// <summary>
    /// The full name, the short name, then every address with which another host could reach this one: private addresses too, but
    /// none of the loopback, of a single link or of a group. What is no valid name (such as <c>my_box</c> or <c>localhost</c>) is left out.
    /// Where nothing is left, only this host can reach it, as <c>localhost</c>: enough to try it out.
    /// </summary>
    /// <param name="hostName">The system's name, short or full.</param>
    /// <param name="domain">The system's DNS domain, where it is known; used where <paramref name="hostName"/> is short.</param>
    /// <param name="addresses">The addresses of all interfaces.</param>
    public static IReadOnlyList<string> Of(string hostName, string? domain, IEnumerable<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(hostName);
        ArgumentNullException.ThrowIfNull(addresses);

        var shortName = hostName.Split('.')[0];
        var fullName = hostName.Contains('.', StringComparison.Ordinal) ? hostName : $"{hostName}.{domain}";
        var names = new[] { fullName, shortName }.Where(name => !IsLocal(name));
        var reachable = addresses.Where(IsGlobal).OrderBy(address => address.AddressFamily).Select(address => address.ToString());
        string[] found = [.. names.Concat(reachable).Select(Normalize).OfType<string>().Distinct(StringComparer.Ordinal)];
        return found.Length > 0 ? found : OnlyHere;
    }

    private static string? Normalize(string name) => ServerName.TryParse(name, out var parsed) ? parsed.ToString() : null;

    private static bool IsLocal(string name) =>
        name.Split('.')[0].Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".localdomain", StringComparison.OrdinalIgnoreCase);

    private static bool IsGlobal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
            return false;
        return address.AddressFamily == AddressFamily.InterNetwork ? IsGlobalIpv4(address.GetAddressBytes()) : IsGlobalIpv6(address);
    }

    /// <summary>Neither "this network", nor link-local, nor from 224.0.0.0 up (RFC 6890 §2.2.2).</summary>
    private static bool IsGlobalIpv4(byte[] octets) => octets is not ([0, ..] or [169, 254, ..] or [>= 224, ..]);

    private static bool IsGlobalIpv6(IPAddress address) =>
        !address.IsIPv6LinkLocal && !address.IsIPv6Multicast && !address.IsIPv4MappedToIPv6 && !address.Equals(IPAddress.IPv6Any);
}
