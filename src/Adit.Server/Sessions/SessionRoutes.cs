using System.Net;
using Adit.Linux;
using Adit.Protocols.Radius;
using Adit.Server.Addresses;
using Adit.Server.Network;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>The networks behind one session, from when it has an address to its end. Any thread may call.</summary>
internal sealed class SessionRoutes(RoutesBehind? routes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IPNetwork> _here = [];
    private bool _isOver;

    /// <summary>Brings what can be brought; what cannot be, with the reason. A session that is over gets nothing.</summary>
    public IReadOnlyList<AddressFailure.RouteRefused> Bring(SessionSettings settings, CallDriver driver)
    {
        var refused = new List<AddressFailure.RouteRefused>();
        if (routes is null)
            return refused;

        lock (_gate)
        {
            foreach (var network in _isOver ? [] : NetworksOf(settings))
            {
                if (routes.Bring(network, driver) is { } reason)
                    refused.Add(new AddressFailure.RouteRefused($"{network}", reason));
                else
                    _here.Add(network);
            }
        }

        return refused;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _here.ForEach(network => routes!.Remove(network));
            _here.Clear();
        }
    }

    private static IEnumerable<IPNetwork> NetworksOf(SessionSettings settings) =>
    [
        .. settings.Behind.Select(network => new IPNetwork(network.Address.ToIPAddress(), network.PrefixLength)),
        .. settings.Ipv6Behind.Select(network => network.ToIPNetwork()),
    ];
}
