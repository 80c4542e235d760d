using System.Data.Common;
using Adit.Access.Leases;
using Adit.Protocols.Ip;

namespace Adit.Server.Addresses;

/// <summary>
/// Leases that go on while their store is away: the gateway's own memory knows who holds what, and the store learns it with the next start.
/// </summary>
internal sealed class EnduringLeases(ILeaseStore store) : ILeaseStore
{
    /// <summary>Asked only for an address that the gateway's memory has free.</summary>
    public async ValueTask<bool> TryTakeAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TryTakeAsync(lease, cancellationToken);
        }
        catch (Exception e) when (IsAway(e))
        {
            return true;
        }
    }

    public async ValueTask ReleaseAsync(
        string gateway, Ipv4Address address, string sessionId, DateTimeOffset releasedUtc, CancellationToken cancellationToken)
    {
        try
        {
            await store.ReleaseAsync(gateway, address, sessionId, releasedUtc, cancellationToken);
        }
        catch (Exception e) when (IsAway(e))
        {
            return; // the next start releases what is left
        }
    }

    public ValueTask<int> ReleaseAllAsync(string gateway, DateTimeOffset releasedUtc, CancellationToken cancellationToken) =>
        store.ReleaseAllAsync(gateway, releasedUtc, cancellationToken);

    public ValueTask<IReadOnlyList<Lease>> ListHeldAsync(string gateway, CancellationToken cancellationToken) =>
        store.ListHeldAsync(gateway, cancellationToken);

    public async ValueTask<IReadOnlyList<Lease>> ListFormerAsync(string gateway, string account, int count, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ListFormerAsync(gateway, account, count, cancellationToken);
        }
        catch (Exception e) when (IsAway(e))
        {
            return [];
        }
    }

    public async ValueTask<Lease?> FindLatestAsync(string gateway, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindLatestAsync(gateway, cancellationToken);
        }
        catch (Exception e) when (IsAway(e))
        {
            return null;
        }
    }

    private static bool IsAway(Exception e) => e is DbException or IOException;
}
