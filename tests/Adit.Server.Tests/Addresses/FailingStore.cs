using Adit.Access.Leases;
using Adit.Protocols.Ip;

namespace Adit.Server.Tests.Addresses;

/// <summary>A store of leases that takes none, and answers as another does.</summary>
internal sealed class FailingStore(ILeaseStore store) : ILeaseStore
{
    public ValueTask<bool> TryTakeAsync(Lease lease, CancellationToken cancellationToken) => throw new IOException("The disk is full.");

    public ValueTask ReleaseAsync(
        string gateway, Ipv4Address address, string sessionId, DateTimeOffset releasedUtc, CancellationToken cancellationToken) =>
        store.ReleaseAsync(gateway, address, sessionId, releasedUtc, cancellationToken);

    public ValueTask<int> ReleaseAllAsync(string gateway, DateTimeOffset releasedUtc, CancellationToken cancellationToken) =>
        store.ReleaseAllAsync(gateway, releasedUtc, cancellationToken);

    public ValueTask<IReadOnlyList<Lease>> ListHeldAsync(string gateway, CancellationToken cancellationToken) =>
        store.ListHeldAsync(gateway, cancellationToken);

    public ValueTask<IReadOnlyList<Lease>> ListFormerAsync(string gateway, string account, int count, CancellationToken cancellationToken) =>
        store.ListFormerAsync(gateway, account, count, cancellationToken);

    public ValueTask<Lease?> FindLatestAsync(string gateway, CancellationToken cancellationToken) =>
        store.FindLatestAsync(gateway, cancellationToken);
}
