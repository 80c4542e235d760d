using System.Net;
using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Server.Configuration;

namespace Adit.Server.Network;

/// <summary>The routes that lead whole ranges of pools into the TUN. One change at a time; any thread may ask what is led.</summary>
/// <param name="tunnels">The TUN's name.</param>
/// <param name="ranges">Those that are led there already.</param>
internal sealed class PoolRoutes(string tunnels, IReadOnlyList<PoolRange> ranges) : IDisposable
{
    private readonly NetworkLinks _links = new();
    private volatile IReadOnlyList<PoolRange> _ranges = ranges;

    /// <summary>The ranges that are led into the TUN.</summary>
    public IReadOnlyList<PoolRange> Ranges => _ranges;

    /// <summary>Leads these there, too; throws <see cref="LinuxException"/> where the kernel refuses, and nothing is changed.</summary>
    public Led Lead(IReadOnlyList<PoolRange> next)
    {
        var added = new List<IPNetwork>();
        try
        {
            foreach (var prefix in PrefixesOf(next).Except(PrefixesOf(_ranges)))
            {
                _links.AddRoute(RouteTo(prefix));
                added.Add(prefix);
            }
        }
        catch (LinuxException)
        {
            added.ForEach(Remove);
            throw;
        }

        return new Led(next, added);
    }

    /// <summary>From now on these are the ranges; the routes of all others end with <see cref="End"/>.</summary>
    public IReadOnlyList<IPNetwork> Change(Led led)
    {
        IReadOnlyList<IPNetwork> ended = [.. PrefixesOf(_ranges).Except(PrefixesOf(led.Ranges))];
        _ranges = led.Ranges;
        return ended;
    }

    /// <summary>Ends the routes of what <see cref="Change"/> has left out.</summary>
    public void End(IReadOnlyList<IPNetwork> ended)
    {
        foreach (var prefix in ended)
            Remove(prefix);
    }

    /// <summary>Undoes <see cref="Lead"/>.</summary>
    public void TakeBack(Led led)
    {
        foreach (var prefix in led.Added)
            Remove(prefix);
    }

    /// <inheritdoc/>
    public void Dispose() => _links.Dispose();

    private void Remove(IPNetwork prefix)
    {
        try
        {
            _links.RemoveRoute(RouteTo(prefix));
        }
        catch (LinuxException)
        {
            // somebody has removed it
        }
    }

    private NetworkRoute RouteTo(IPNetwork prefix) => new(prefix, Device: tunnels);

    private static IEnumerable<IPNetwork> PrefixesOf(IEnumerable<PoolRange> ranges) => ranges.SelectMany(range => range.ToPrefixes());

    /// <summary>Ranges that are about to be led there.</summary>
    /// <param name="Ranges">All of them.</param>
    /// <param name="Added">The routes that were not there before.</param>
    internal sealed record Led(IReadOnlyList<PoolRange> Ranges, IReadOnlyList<IPNetwork> Added);
}
