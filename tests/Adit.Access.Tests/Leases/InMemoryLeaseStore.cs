using Adit.Access.Leases;
using Adit.Protocols.Ip;

namespace Adit.Access.Tests.Leases;

/// <summary>The contract of <see cref="ILeaseStore"/> in memory.</summary>
public sealed class InMemoryLeaseStore : ILeaseStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Gateway, Ipv4Address Address), Lease> _leases = [];

    public ValueTask<bool> TryTakeAsync(Lease lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_leases.TryGetValue((lease.Gateway, lease.Address), out var held) && held.ReleasedUtc is null && !IsOf(held, lease.SessionId))
                return new(false);

            _leases[(lease.Gateway, lease.Address)] = lease with { ReleasedUtc = null };
            return new(true);
        }
    }

    public ValueTask ReleaseAsync(
        string gateway, Ipv4Address address, string sessionId, DateTimeOffset releasedUtc, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_leases.TryGetValue((gateway, address), out var held) && held.ReleasedUtc is null && IsOf(held, sessionId))
                _leases[(gateway, address)] = held with { ReleasedUtc = releasedUtc };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReleaseAllAsync(string gateway, DateTimeOffset releasedUtc, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var held = Of(gateway).Where(lease => lease.ReleasedUtc is null).ToList();
            foreach (var lease in held)
                _leases[(gateway, lease.Address)] = lease with { ReleasedUtc = releasedUtc };

            return new(held.Count);
        }
    }

    public ValueTask<IReadOnlyList<Lease>> ListHeldAsync(string gateway, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. Of(gateway).Where(lease => lease.ReleasedUtc is null).OrderBy(lease => lease.Address.Value)]);
    }

    public ValueTask<IReadOnlyList<Lease>> ListFormerAsync(string gateway, string account, int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var leases = Of(gateway).Where(lease => lease.ReleasedUtc is not null && string.Equals(lease.Account, account, StringComparison.Ordinal));
            return new([.. leases.OrderByDescending(lease => lease.SinceUtc).ThenBy(lease => lease.Address.Value).Take(count)]);
        }
    }

    public ValueTask<Lease?> FindLatestAsync(string gateway, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(Of(gateway).OrderByDescending(lease => lease.SinceUtc).ThenByDescending(lease => lease.Address.Value).FirstOrDefault());
    }

    private static bool IsOf(Lease lease, string sessionId) => string.Equals(lease.SessionId, sessionId, StringComparison.Ordinal);

    private IEnumerable<Lease> Of(string gateway) =>
        _leases.Values.Where(lease => string.Equals(lease.Gateway, gateway, StringComparison.Ordinal));
}
