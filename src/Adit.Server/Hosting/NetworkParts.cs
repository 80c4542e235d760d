using Adit.Server.Addresses;
using Adit.Server.Ipv6;
using Adit.Server.Network;
using Adit.Server.Sessions;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>The parts of a reload that change pools and NAT, in the order in which they look at one another.</summary>
internal static class NetworkParts
{
    public static IReadOnlyList<IReloadable> Of(
        GatewayNetwork network, AddressPools pools, AddressPool pool, AddressBook book, SessionServices services, string stateDirectory,
        TimeProvider clock, ILogger logger, UndoStack undo)
    {
        var behind = services.Behind!;
        var parts = new List<IReloadable> { new ReloadedPools(network, pools, pool, book, behind, clock), network.Nat };
        if (services.Ipv6 is { } ipv6)
        {
            var prefixes = undo.Keep(new ReloadedPrefixes(ipv6, network.Nat, stateDirectory, network.Tun.Name, clock, logger));
            ipv6.Released = prefixes.Forget;
            parts.Add(prefixes);
        }

        parts.Add(new ReloadedRoutesBehind(behind, services.Ipv6));
        return parts;
    }
}
