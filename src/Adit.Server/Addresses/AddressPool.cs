using Adit.Protocols.Ip;

namespace Adit.Server.Addresses;

/// <summary>
/// Gives each session an address: the one that the authority demands for its account, or else one of the pool that it names, or else one
/// of the source. Any thread may call.
/// </summary>
internal sealed class AddressPool(IAddressSource main, AddressBook book, IAddressPresence presence)
{
    private volatile AddressSources _sources = new(main, NamedPools.None);

    // RFC 2865 §5.8: the gateway chooses, or lets the user choose, which we do not.
    private const uint GatewayChooses = 0xfffffffe;

    /// <summary>The pools that have names.</summary>
    public NamedPools Named
    {
        get => _sources.Named;
        init => _sources = _sources with { Named = value };
    }

    /// <summary>What administrators know it by.</summary>
    public string Name => _sources.Main.Name;

    /// <summary>How many are held, but for those of <see cref="Named"/>.</summary>
    public int Held => book.Held - Named.All.Sum(pool => pool.Ranges.Used);

    /// <summary>What addresses come from; a reload puts others in their place. What was given by the former ones stays with its sessions.</summary>
    public AddressSources Sources
    {
        get => _sources;
        set => _sources = value;
    }

    /// <summary>How many could still be given; null where only somebody else knows.</summary>
    public long? Free => _sources.Main.Free;

    /// <summary>Takes an address that packets then reach; the failure where there is none.</summary>
    /// <param name="account">Who it is for.</param>
    /// <param name="sessionId">The session that will hold it.</param>
    /// <param name="wanted">The one that the authority demands (RFC 2865 §5.8); null for any.</param>
    /// <param name="pool">The pool that the authority names (RFC 2869 §5.18); null for the source.</param>
    /// <param name="cancellationToken">Ends the wait for other hosts' answers.</param>
    public Task<AddressLease> LeaseAsync(
        string account, string sessionId, Ipv4Address? wanted, string? pool, CancellationToken cancellationToken)
    {
        if (wanted is { Value: < GatewayChooses } demanded)
            return TakeAsync(demanded, account, sessionId, cancellationToken);
        var (source, names) = _sources;
        if (names.IsMainPool(pool))
            return source.TakeAsync(account, sessionId, cancellationToken);

        return names.Find(pool!) is { } named
            ? named.TakeAsync(account, sessionId, cancellationToken)
            : Task.FromResult<AddressLease>(new AddressFailure.UnknownPool(pool!, names.ToString()));
    }

    /// <summary>Gives an address back.</summary>
    public async Task ReleaseAsync(Ipv4Address address, string sessionId)
    {
        try
        {
            presence.Disappear(address);
        }
        finally
        {
            await StrikeOutAsync(address, sessionId);
        }
    }

    private async Task StrikeOutAsync(Ipv4Address address, string sessionId)
    {
        try
        {
            await book.ReleaseAsync(address, sessionId);
        }
        finally
        {
            _sources.Main.Release(address); // last: the next one it is lent to must find it free here
        }
    }

    private async Task<AddressLease> TakeAsync(
        Ipv4Address address, string account, string sessionId, CancellationToken cancellationToken)
    {
        if ((_sources.Main.Refuses(address) ?? Named.Refuses(address) ?? presence.Refuses(address)) is { } reason)
            return new AddressFailure.Unusable(address.ToString(), reason);
        if (!await book.TryTakeAsync(address, account, sessionId))
            return new AddressFailure.Taken(address.ToString());

        return await book.SettleAsync(address, sessionId, presence, cancellationToken) is { } failure ? failure : address;
    }
}
