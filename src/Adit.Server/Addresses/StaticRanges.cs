using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses;

/// <summary>
/// The pool of the configuration: gives the address that the account had last where it is free, or else one that nobody has had for
/// longest. Addresses kept for an account are given to nobody else, and one that another host uses is left alone for a while.
/// </summary>
/// <param name="ranges">The pool.</param>
/// <param name="book">Who holds what.</param>
/// <param name="presence">Brings an address here.</param>
/// <param name="isKept">Whether an address is kept for some account.</param>
/// <param name="clock">For how long a used address is remembered.</param>
/// <param name="logger">Is told of addresses that others use.</param>
internal sealed class StaticRanges(
    PoolRanges ranges,
    AddressBook book,
    IAddressPresence presence,
    Func<Ipv4Address, CancellationToken, ValueTask<bool>> isKept,
    TimeProvider clock,
    ILogger logger) : IAddressSource
{
    // A host of the network that answers for every address must not make one call try all of them.
    private const int MostUsedPerCall = 8;

    private readonly UsedAddresses _used = new(clock);
    private readonly Lock _gate = new();
    private long _next;

    public string Name { get; } = ranges.ToString();

    /// <summary>What the pool is made of.</summary>
    public PoolRanges Ranges => ranges;

    public int Used => book.CountHeld(ranges.IsForSessions);

    public long? Free => ranges.Size - Used;

    /// <summary>Goes on behind the address given last, so that a restart does not hand out what others are about to ask for again.</summary>
    public async Task ResumeAsync()
    {
        if (await book.FindLatestAsync() is { } latest && ranges.IsForSessions(latest))
            _next = (ranges.NumberOf(latest) + 1) % ranges.Size;
    }

    public string? Refuses(Ipv4Address address) =>
        ranges.IsOwn(address) ? "it is the server's own"
        : ranges.Covers(address) && !ranges.IsForSessions(address) ? "it is the network's or the broadcast address of the pool"
        : null;

    public async Task<AddressLease> TakeAsync(string account, string sessionId, CancellationToken cancellationToken)
    {
        var used = 0;
        await foreach (var address in ListCandidatesAsync(account))
        {
            if (_used.Contains(address) || book.IsHeld(address) || await isKept(address, cancellationToken)
                || !await book.TryTakeAsync(address, account, sessionId))
                continue;

            var failure = await book.SettleAsync(address, sessionId, presence, cancellationToken);
            if (failure is null)
                return address;
            if (failure is not AddressFailure.UsedByAnother other || ++used == MostUsedPerCall)
                return failure;

            _used.Remember(address);
            AddressLog.UsedByAnother(logger, other.Code, other.Address, other.Interface, UsedAddresses.Memory);
        }

        return new AddressFailure.PoolExhausted(ranges.Name is { } name ? $"{name} ({Name})" : Name, ranges.Size);
    }

    public void Release(Ipv4Address address)
    {
        // Whoever asks the book sees that it is free.
    }

    /// <summary>The former addresses, then the pool in a circle, so that an address given back rests for as long as possible.</summary>
    private async IAsyncEnumerable<Ipv4Address> ListCandidatesAsync(string account)
    {
        foreach (var former in await book.ListFormerAsync(account))
            if (ranges.IsForSessions(former))
                yield return former;
        for (var tries = 0L; tries < ranges.Size; tries++)
            yield return ranges.AddressAt(Step());
    }

    private long Step()
    {
        lock (_gate)
        {
            var step = _next;
            _next = (_next + 1) % ranges.Size;
            return step;
        }
    }
}
