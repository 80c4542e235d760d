using System.Collections.Concurrent;
using System.Threading.Channels;
using Adit.Protocols;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// Gives each session an address that it leases from the DHCP server of a network of this machine, and keeps the lease for as long as
/// the session lives. Disposing gives all of them back.
/// </summary>
/// <param name="settings">Where, and for how long to wait.</param>
/// <param name="exchanges">Carries the messages.</param>
/// <param name="network">The network, as this machine is in it.</param>
/// <param name="book">Who holds what.</param>
/// <param name="presence">Brings an address here.</param>
/// <param name="isKept">Whether an address is kept for some account.</param>
/// <param name="endSession">Ends the session of this id, whose lease is lost.</param>
/// <param name="random">For the numbers of the exchanges.</param>
/// <param name="clock">Wakes the leases.</param>
/// <param name="logger">Is told what a DHCP server makes of us.</param>
internal sealed class LeasedAddresses(
    DhcpPoolSettings settings,
    LeaseExchanges exchanges,
    LeasingSide network,
    AddressBook book,
    IAddressPresence presence,
    Func<Ipv4Address, CancellationToken, ValueTask<bool>> isKept,
    Action<string, Failure> endSession,
    IRandomSource random,
    TimeProvider clock,
    ILogger logger) : IAddressSource, IDisposable
{
    private readonly LeaseNames _names = new(network.Gateway, network.HardwareAddress);
    private readonly ConcurrentDictionary<Ipv4Address, LeaseHolder> _held = [];
    private readonly ConcurrentDictionary<LeaseHolder, bool> _open = [];

    public string Name { get; } = $"dhcp on {settings.Interface}";

    public long? Free => null;

    /// <summary>Which addresses the server gives is its own affair, and an account's own address the administrator's.</summary>
    public string? Refuses(Ipv4Address address) => null;

    public async Task<AddressLease> TakeAsync(string account, string sessionId, CancellationToken cancellationToken)
    {
        var holder = Begin(account, sessionId);
        AddressLease lease = default;
        try
        {
            lease = await AskAsync(holder, cancellationToken);
        }
        finally
        {
            if (lease.Address is { } address)
                Keep(holder, address);
            else
                End(holder);
        }

        return lease.Failure is { } failure ? await DoWithoutAsync(holder, failure, cancellationToken) : lease;
    }

    public void Release(Ipv4Address address)
    {
        if (_held.TryRemove(address, out var holder))
            End(holder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var holder in _open.Keys)
            End(holder);
    }

    private LeaseHolder Begin(string account, string sessionId)
    {
        var name = _names.Take(account);
        var core = new DhcpLease(settings.Lease, new DhcpClientIdentity(network.HardwareAddress, name.Identifier), random);
        var holder = new LeaseHolder(account, sessionId, name, new HeldLease(core, exchanges, RefusesOffer, clock));
        _open[holder] = true;
        return holder;
    }

    private void End(LeaseHolder holder)
    {
        if (!_open.TryRemove(holder, out _))
            return;

        holder.Lease.Dispose();
        _names.GiveBack(holder.Name);
    }

    private string? RefusesOffer(Ipv4Address address) =>
        presence.Refuses(address)
        ?? (!network.Holds(address) ? $"it is of no network on {settings.Interface}" : book.IsHeld(address) ? "another session has it" : null);

    private async Task<AddressLease> AskAsync(LeaseHolder holder, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var former = await book.ListFormerAsync(holder.Account);
            holder.Lease.Open(former.Where(address => RefusesOffer(address) is null).Select(address => (Ipv4Address?)address).FirstOrDefault());
            return await AwaitAsync(holder, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoLease(holder, because: null);
        }
    }

    private async Task<AddressLease> AwaitAsync(LeaseHolder holder, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await holder.Lease.NextAsync(cancellationToken))
            {
                case DhcpLeaseEvent.Bound { Binding: var binding }:
                    var (isSettled, failure) = await SettleAsync(holder, binding.Address, cancellationToken);
                    if (failure is not null)
                        return failure;
                    if (isSettled)
                        return new AddressLease(binding.Address, null) { Settings = LeasedSettings.Of(binding.Options) };
                    break;
                case DhcpLeaseEvent.Refused refused:
                    return NoLease(holder, refused.Reason);
                case DhcpLeaseEvent.Lost { Reason: not DhcpLeaseEnd.InUse } lost:
                    return NoLease(holder, lost.Reason);
            }
        }
    }

    /// <summary>Settled, or declined so that another one comes, or a failure that no other address would mend.</summary>
    private async Task<(bool IsSettled, AddressFailure? Failure)> SettleAsync(
        LeaseHolder holder, Ipv4Address address, CancellationToken cancellationToken)
    {
        var isKeptForAnother = await isKept(address, cancellationToken);
        if (isKeptForAnother || !await book.TryTakeAsync(address, holder.Account, holder.SessionId))
        {
            holder.Decline($"{address} was leased: {(isKeptForAnother ? "it is kept for an account" : "another session has it")}");
            return (false, null);
        }

        var failure = await book.SettleAsync(address, holder.SessionId, presence, cancellationToken);
        if (failure is not AddressFailure.UsedByAnother)
            return (failure is null, failure);

        AddressLog.LeaseDeclined(logger, address.ToString(), settings.Interface);
        holder.Decline($"{address} was leased: another host uses it");
        return (false, null);
    }

    private AddressFailure NoLease(LeaseHolder holder, DhcpLeaseEnd? because) =>
        (holder.Declined ?? holder.Lease.RefusedOffer ?? WordsOf(holder.Lease.HasAskedForOffer ? because ?? DhcpLeaseEnd.NotAnswered : null)) is { } reason
            ? new AddressFailure.NoUsableLease(settings.Interface, reason)
            : new AddressFailure.NoDhcpServer(settings.Interface, settings.Timeout);

    private static string? WordsOf(DhcpLeaseEnd? end) => end switch
    {
        null or DhcpLeaseEnd.NoOffer => null,
        DhcpLeaseEnd.NotAnswered => "the server offered an address and did not answer the request for it",
        DhcpLeaseEnd.Refused => "the server refused it",
        DhcpLeaseEnd.InUse => "another host uses it",
        _ => "it was not renewed in time",
    };

    private void Keep(LeaseHolder holder, Ipv4Address address)
    {
        _held[address] = holder;
        _ = WatchAsync(holder, address);
    }

    /// <summary>Nobody may use the address from the moment on in which its lease is lost: it is taken from the network at once.</summary>
    private async Task WatchAsync(LeaseHolder holder, Ipv4Address address)
    {
        try
        {
            if (await holder.Lease.NextAsync(CancellationToken.None) is not DhcpLeaseEvent.Lost lost)
                return;

            presence.Disappear(address);
            var failure = new AddressFailure.LeaseLost(address.ToString(), settings.Interface, WordsOf(lost.Reason)!);
            AddressLog.LeaseLost(logger, failure.Address, failure.Interface, failure.Reason, holder.SessionId);
            endSession(holder.SessionId, failure);
        }
        catch (ChannelClosedException)
        {
            return; // given back
        }
    }

    /// <summary>The call is refused, or gets along with what reaches this gateway alone.</summary>
    private async Task<AddressLease> DoWithoutAsync(LeaseHolder holder, AddressFailure failure, CancellationToken cancellationToken)
    {
        AddressLog.NoLease(logger, failure.Code, holder.SessionId, holder.Account, settings.Interface, failure.ToString());
        if (!settings.LinkLocalFallback)
            return failure;

        foreach (var address in LinkLocalAddresses.ListFor(holder.Name.Identifier))
        {
            if (!await book.TryTakeAsync(address, holder.Account, holder.SessionId)
                || await book.SettleAsync(address, holder.SessionId, presence, cancellationToken) is not null)
                continue;

            AddressLog.LinkLocalGiven(logger, holder.SessionId, holder.Account, address.ToString());
            return new AddressLease(address, new AddressFailure.LinkLocalInstead(address.ToString(), settings.Interface));
        }

        return failure;
    }
}
