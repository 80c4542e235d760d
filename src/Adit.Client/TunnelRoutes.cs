using System.Net;
using Adit.Linux;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;

namespace Adit.Client;

/// <summary>
/// What goes through a tunnel that is open, and which names are looked up there: by the profile first, then by what the server says.
/// None of it can end the connection; what could not be set is told.
/// </summary>
internal sealed class TunnelRoutes(
    ConnectionProfile profile, ClientNetwork network, Ipv4Settings settings, IPAddress server, IConnectionObserver observer)
{
    private readonly List<Ipv4Network> _routes = [];

    /// <summary>What the profile says, and the name servers that came with the address.</summary>
    public void SetUp()
    {
        if (profile.DefaultRoute) // a user who keeps the own way out keeps the own resolver
            SetNameServers(settings.Dns, suffix: null);
        if (profile.Routes.Count > 0)
            Report(Lead(profile.Routes), suffix: null);
    }

    /// <summary>Asks the server, and follows it as far as it makes sense.</summary>
    public async Task FollowAsync(InformExchange exchange, CancellationToken cancellation)
    {
        var pushed = await exchange.AskAsync(cancellation);
        if (pushed.Suffix is not null)
            SetNameServers(pushed.NameServers is { Count: > 0 } named ? named : settings.Dns, pushed.Suffix);

        List<RouteRefusal> refused = [];
        if (!profile.DefaultRoute)
        {
            var taken = PushedRoutes.Judge(pushed.Routes.Except(_routes), server, out refused);
            refused.AddRange(Lead(taken));
        }

        if (pushed != PushedSettings.None)
            Report(refused, pushed.Suffix);
    }

    private IReadOnlyList<RouteRefusal> Lead(IReadOnlyList<Ipv4Network> networks)
    {
        IReadOnlyList<RouteRefusal> refused;
        try
        {
            refused = network.Lead(networks, server);
        }
        catch (LinuxException e)
        {
            refused = [.. networks.Select(one => new RouteRefusal(one, e.Message))];
        }

        _routes.AddRange(networks.Except(refused.Select(refusal => refusal.Network)));
        return refused;
    }

    private void Report(IReadOnlyList<RouteRefusal> refused, string? suffix) => observer.RoutesSet(new RouteReport([.. _routes], refused, suffix));

    /// <summary>A connection without the server's names is better than none: the user is told, and it goes on.</summary>
    private void SetNameServers(IReadOnlyList<Ipv4Address> nameServers, string? suffix)
    {
        try
        {
            network.UseNameServers(nameServers, suffix, forAll: profile.DefaultRoute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            observer.NameServersNotSet(e.Message);
        }
    }
}
