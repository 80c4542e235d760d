using System.Net;
using Adit.Linux;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// What a DHCP server says beside the address, as far as it can be passed on to a client. Whoever answers may say anything: of each list
/// only the beginning counts, and what makes no sense is left out.
/// </summary>
internal sealed record LeasedSettings(IReadOnlyList<Ipv4Address> Dns, string? Suffix, IReadOnlyList<IPNetwork> Routes)
{
    // What IPCP can carry (RFC 1877).
    private const int MaxNameServers = 2;

    public static LeasedSettings Of(DhcpOptionSet options) => new(
        [.. options.FindAddresses(DhcpOptionCode.DomainNameServer).Where(IsHost).Take(MaxNameServers)],
        options.FindText(DhcpOptionCode.DomainName) is { } domain ? RouteSettings.ParseSuffix(domain) : null,
        [.. (options.FindRoutes() ?? []).Where(IsOfUse).Take(RouteSettings.MaxRoutes)
            .Select(route => new IPNetwork(route.Network.Address.ToIPAddress(), route.Network.PrefixLength))]);

    /// <summary>The configuration, with what it leaves open taken from here: an administrator's word comes first.</summary>
    public ServerConfiguration Complete(ServerConfiguration configuration) => configuration with
    {
        Dns = configuration.Dns.Count > 0 ? configuration.Dns : Dns,
        Suffix = configuration.Suffix ?? Suffix,
        Routes = configuration.Routes.Count > 0 ? configuration.Routes : Routes,
    };

    /// <summary>Whether everything goes through the tunnel is the client's choice: a default route is not passed on.</summary>
    private static bool IsOfUse(ClasslessRoute route) => route.Network.PrefixLength > 0 && IsHost(route.Network.Address);

    private static bool IsHost(Ipv4Address address) => address.Value >> 24 is not (0 or 127 or >= 224);
}
