using Adit.Protocols.Ip;

namespace Adit.Access.Leases;

/// <summary>
/// Remembers, for each address of a gateway, who has it or had it last: at most one row per address, so it never outgrows the pool.
/// After a restart the pool sees what is held, and gives people the address they had. May be called from any thread.
/// </summary>
public interface ILeaseStore
{
    /// <summary>Takes an address; false, and nothing stored, where another session holds it.</summary>
    ValueTask<bool> TryTakeAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Gives an address back; nothing happens where this session does not hold it (any more).</summary>
    ValueTask ReleaseAsync(
        string gateway, Ipv4Address address, string sessionId, DateTimeOffset releasedUtc, CancellationToken cancellationToken);

    /// <summary>Gives everything back that a gateway holds: a restarted process has no sessions. Returns how many.</summary>
    ValueTask<int> ReleaseAllAsync(string gateway, DateTimeOffset releasedUtc, CancellationToken cancellationToken);

    /// <summary>What a gateway's sessions hold, by address.</summary>
    ValueTask<IReadOnlyList<Lease>> ListHeldAsync(string gateway, CancellationToken cancellationToken);

    /// <summary>What an account had last at a gateway and has given back, latest first and at most so many; the first that is free is the one to give.</summary>
    ValueTask<IReadOnlyList<Lease>> ListFormerAsync(string gateway, string account, int count, CancellationToken cancellationToken);

    /// <summary>The lease of a gateway that was taken last, held or not; null where there has been none.</summary>
    ValueTask<Lease?> FindLatestAsync(string gateway, CancellationToken cancellationToken);
}
