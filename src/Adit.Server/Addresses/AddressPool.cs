using Adit.Access.Leases;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Addresses;

/// <summary>
/// Gives each session an address of the pool: the one that its account had last where it is free, or else one that nobody has had for
/// longest. What is held is in the store as well, so that people keep their addresses over a restart. Any thread may call.
/// </summary>
internal sealed class AddressPool(Ipv4Prefix prefix, string gateway, ILeaseStore store, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Ipv4Address> _held = [];
    private uint _next;

    /// <summary>How many addresses there are for sessions: all but the network's, the server's and the broadcast address.</summary>
    public int Size => (int)(prefix.Last.Value - prefix.First.Value);

    /// <summary>How many are held.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>Goes on behind the address given last, so that a restart does not hand out what others are about to ask for again.</summary>
    public async Task ResumeAsync()
    {
        if (await store.FindLatestAsync(gateway, CancellationToken.None) is { } latest && IsForSessions(latest.Address))
            _next = (latest.Address.Value - prefix.First.Value) % (uint)Size;
    }

    /// <summary>Takes an address; the failure where there is none.</summary>
    /// <param name="account">Who it is for.</param>
    /// <param name="sessionId">The session that will hold it.</param>
    /// <param name="wanted">The one that the authority demands; null for any.</param>
    public async Task<(Ipv4Address? Address, AddressFailure? Failure)> LeaseAsync(string account, string sessionId, Ipv4Address? wanted)
    {
        if (wanted is { } demanded && !IsForSessions(demanded))
            return (null, new AddressFailure.OutsidePool(demanded.ToString(), prefix.ToString()));
        if (wanted is { } fixedOne)
            return await TryTakeAsync(fixedOne, account, sessionId)
                ? (fixedOne, null)
                : (null, new AddressFailure.Taken(fixedOne.ToString()));

        return (await TakeFormerAsync(account, sessionId) ?? await TakeNextAsync(account, sessionId)) is { } address
            ? (address, null)
            : (null, new AddressFailure.PoolExhausted(prefix.ToString(), Size));
    }

    /// <summary>Gives an address back.</summary>
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

    private async Task<Ipv4Address?> TakeFormerAsync(string account, string sessionId)
    {
        foreach (var lease in await store.ListOfAccountAsync(gateway, account, CancellationToken.None))
            if (IsForSessions(lease.Address) && await TryTakeAsync(lease.Address, account, sessionId))
                return lease.Address;
        return null;
    }

    /// <summary>Walks the pool in a circle, so that an address given back rests for as long as possible.</summary>
    private async Task<Ipv4Address?> TakeNextAsync(string account, string sessionId)
    {
        for (var tries = 0; tries < Size && Held < Size; tries++)
        {
            var address = new Ipv4Address(prefix.First.Value + 1 + Step());
            if (await TryTakeAsync(address, account, sessionId))
                return address;
        }

        return null;
    }

    private uint Step()
    {
        lock (_gate)
        {
            var step = _next;
            _next = (_next + 1) % (uint)Size;
            return step;
        }
    }

    private bool IsForSessions(Ipv4Address address) => address.Value > prefix.First.Value && address.Value <= prefix.Last.Value;

    /// <summary>Memory first, for it is quick and tells most; then the store, which knows what other processes hold.</summary>
    private async Task<bool> TryTakeAsync(Ipv4Address address, string account, string sessionId)
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

    private bool TryHold(Ipv4Address address)
    {
        lock (_gate)
            return _held.Add(address);
    }

    private void LetGo(Ipv4Address address)
    {
        lock (_gate)
            _held.Remove(address);
    }
}
