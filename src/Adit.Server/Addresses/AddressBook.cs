using Adit.Access.Leases;
using Adit.Protocols.Ip;

namespace Adit.Server.Addresses;

/// <summary>
/// Who holds which address at this gateway: in memory, which is quick and tells most, and in the store, which knows what was before and
/// what other processes hold. Any thread may call.
/// </summary>
internal sealed class AddressBook(string gateway, ILeaseStore store, TimeProvider clock)
{
    private const int MostFormer = 16;

    private readonly Lock _gate = new();
    private readonly HashSet<Ipv4Address> _held = [];
    private readonly HashSet<Ipv4Address> _reserved = [];

    /// <summary>How many are held.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>How many of these are held.</summary>
    public int CountHeld(Func<Ipv4Address, bool> which)
    {
        lock (_gate)
            return _held.Count(which);
    }

    public bool IsHeld(Ipv4Address address)
    {
        lock (_gate)
            return _held.Contains(address) || _reserved.Contains(address);
    }

    /// <summary>All that are held now.</summary>
    public IReadOnlyList<Ipv4Address> ListHeld()
    {
        lock (_gate)
            return [.. _held];
    }

    /// <summary>Keeps an address from all sessions to come; false where one holds it.</summary>
    public bool TryReserve(Ipv4Address address)
    {
        lock (_gate)
        {
            if (_held.Contains(address))
                return false;

            _reserved.Add(address);
            return true;
        }
    }

    /// <summary>Undoes that.</summary>
    public void Unreserve(Ipv4Address address)
    {
        lock (_gate)
            _reserved.Remove(address);
    }

    /// <summary>Writes the address down for this session; false where another has it.</summary>
    public async Task<bool> TryTakeAsync(Ipv4Address address, string account, string sessionId)
    {
        if (!TryHold(address))
            return false;

        var isTaken = false;
        try
        {
            var lease = new Lease(gateway, address, account, sessionId, CorrelationId: null, clock.GetUtcNow());
            isTaken = await store.TryTakeAsync(lease, CancellationToken.None);
        }
        finally
        {
            if (!isTaken)
                LetGo(address);
        }

        return isTaken;
    }

    /// <summary>Brings an address here that has been taken, or strikes it out again and says why.</summary>
    public async Task<AddressFailure?> SettleAsync(
        Ipv4Address address, string sessionId, IAddressPresence presence, CancellationToken cancellationToken)
    {
        var isHere = false;
        try
        {
            var failure = await presence.AppearAsync(address, cancellationToken);
            isHere = failure is null;
            return failure;
        }
        finally
        {
            if (!isHere)
                await ReleaseAsync(address, sessionId);
        }
    }

    /// <summary>Strikes it out.</summary>
    public async Task ReleaseAsync(Ipv4Address address, string sessionId)
    {
        try
        {
            await store.ReleaseAsync(gateway, address, sessionId, clock.GetUtcNow(), CancellationToken.None);
        }
        finally
        {
            LetGo(address); // the store's row still guards it where the store has failed
        }
    }

    /// <summary>What the account had and gave back, the latest first: the last few, for somebody may have had thousands.</summary>
    public async Task<IReadOnlyList<Ipv4Address>> ListFormerAsync(string account) =>
        [.. (await store.ListFormerAsync(gateway, account, MostFormer, CancellationToken.None)).Select(lease => lease.Address)];

    /// <summary>What was taken last, by anybody.</summary>
    public async Task<Ipv4Address?> FindLatestAsync() => (await store.FindLatestAsync(gateway, CancellationToken.None))?.Address;

    private bool TryHold(Ipv4Address address)
    {
        lock (_gate)
            return !_reserved.Contains(address) && _held.Add(address);
    }

    private void LetGo(Ipv4Address address)
    {
        lock (_gate)
            _held.Remove(address);
    }
}
