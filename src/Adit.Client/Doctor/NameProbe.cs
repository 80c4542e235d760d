using System.Net;
using System.Net.Sockets;
using Adit.Diagnosis.Findings;

namespace Adit.Client.Doctor;

/// <summary>Finds the server's addresses, as this machine does for every program, and asks each name server by itself.</summary>
internal sealed class NameProbe(PlaceOrder order)
{
    private const string Component = "name";
    private const int MaxResolvers = 6;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    private string Host => order.Profile.Host;

    /// <summary>The addresses, none where the name has none, and what is to be said of it.</summary>
    public async Task<(IReadOnlyList<IPAddress> Addresses, Finding Finding)> RunAsync(CancellationToken cancellation)
    {
        if (IPAddress.TryParse(Host, out var literal))
            return ([literal], Finding.Good(Component, "The server was named by its address."));

        var time = order.Time < MaxTime ? order.Time : MaxTime;
        var name = AsciiOrSame();
        var resolvers = order.Resolvers.Concat(DnsResolver.ListConfigured()).Distinct().Take(MaxResolvers);
        var asking = Task.WhenAll(resolvers.Select(server => DnsResolver.AskAsync(server, name, time, cancellation)));
        var addresses = await ResolveAsync(cancellation);
        return (addresses, Judge(addresses, await asking));
    }

    private Finding Judge(IReadOnlyList<IPAddress> addresses, ResolverSight[] sights)
    {
        var asked = sights.Select(sight => $"{sight.Resolver}: {sight.Said}").ToList();
        if (addresses.Count == 0)
            return Finding.AtClient(Component, new ClientFailure.NameNotResolved(Host), Join([$"{Host} has no address", .. asked]));

        var seen = Join([$"{Host} is {string.Join(", ", addresses)} ({CountOf(addresses)})", .. asked]);
        return Array.Exists(sights, sight => sight.Answered && !sight.Addresses.Intersect(addresses).Any())
            ? Finding.AtClient(Component, new PlaceFault.ResolversDiffer(Host, asked), seen, FindingState.Warning)
            : Finding.Good(Component, "The name has addresses.", seen);
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(CancellationToken cancellation)
    {
        try
        {
            return await Dialer.ResolveAsync(Host, order.Time, cancellation);
        }
        catch (ConnectException)
        {
            return [];
        }
    }

    private string AsciiOrSame()
    {
        try
        {
            return ServerAddressing.Of(order.Profile with { ServerName = null }).Name;
        }
        catch (ConnectException)
        {
            return Host;
        }
    }

    private static string CountOf(IReadOnlyList<IPAddress> addresses)
    {
        var sixes = addresses.Count(address => address.AddressFamily is AddressFamily.InterNetworkV6);
        return FormattableString.Invariant($"A: {addresses.Count - sixes}, AAAA: {sixes}");
    }

    private static string Join(IEnumerable<string> parts) => string.Join("; ", parts);
}
