using System.Net;
using Adit.Linux.Netlink;

namespace Adit.Server.Network;

/// <summary>
/// Finds out whether another host has an address before a session gets it. The kernel asks (ARP) as it would for a packet to the address,
/// so that no raw socket is needed.
/// </summary>
internal sealed class ConflictProbe(NetworkNeighbours neighbours, TimeProvider clock)
{
    /// <summary>The kernel asks at once and after a second: this hears the second answer. A host that sleeps longer is not found.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1200);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    public async Task<bool> IsUsedAsync(int link, IPAddress address, CancellationToken cancellationToken)
    {
        if (neighbours.Find(link, address) is NeighbourState.Permanent)
            return true; // the administrator says so

        neighbours.Forget(link, address); // what was known an hour ago proves nothing
        neighbours.Ask(link, address);
        try
        {
            return await IsAnsweredAsync(link, address, cancellationToken);
        }
        finally
        {
            neighbours.Forget(link, address);
        }
    }

    private async Task<bool> IsAnsweredAsync(int link, IPAddress address, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        while (neighbours.Find(link, address) is var state && state is NeighbourState.Incomplete && clock.GetElapsedTime(startedAt) < Patience)
            await Task.Delay(Interval, clock, cancellationToken);
        return neighbours.Find(link, address) is not (NeighbourState.Incomplete or NeighbourState.Failed or NeighbourState.None);
    }
}
