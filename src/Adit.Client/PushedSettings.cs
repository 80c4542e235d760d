using Adit.Certificates.Names;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Client;

/// <summary>What a server answered to an Inform, as far as it makes sense. The rest is as if it had not been said.</summary>
/// <param name="Routes">The networks behind the server.</param>
/// <param name="NameServers">At most <see cref="MaxNameServers"/> name servers.</param>
/// <param name="Suffix">The domain to look names up in, a proper DNS name; null for none.</param>
internal sealed record PushedSettings(IReadOnlyList<Ipv4Network> Routes, IReadOnlyList<Ipv4Address> NameServers, string? Suffix)
{
    /// <summary>What the resolver of the C library takes.</summary>
    public const int MaxNameServers = 3;

    public static PushedSettings None { get; } = new([], [], null);

    public static PushedSettings Of(DhcpOptionSet answer) => new(
        [.. (answer.FindRoutes() ?? []).Select(route => route.Network)],
        [.. answer.FindAddresses(DhcpOptionCode.DomainNameServer).Where(address => address.Value >> 24 is not (0 or 127 or >= 224)).Take(MaxNameServers)],
        ServerName.TryParse(answer.FindText(DhcpOptionCode.DomainName), out var name) && name is ServerName.Dns { Value: not ['*', ..] } dns
            ? dns.Value
            : null);
}
