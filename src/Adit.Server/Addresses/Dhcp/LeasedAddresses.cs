using System.Collections.Concurrent;
using System.Threading.Channels;
using Adit.Protocols;
using Adit.Protocols.Ip;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// Gives each session an address that it leases from the DHCP server of a network of this machine, and keeps the lease for as long as
/// the session lives. Disposing gives all of them back.
/// </summary>
/// <param name="needs">What the leases need.</param>
/// <param name="endSession">Ends the session of this id, whose lease is lost.</param>
internal sealed class LeasedAddresses(LeasingNeeds needs, Action<string, Failure> endSession) : IAddressSource, IDisposable
{
    private readonly LeaseNames _names = new(needs.Side.Gateway, needs.Side.HardwareAddress);
    private readonly ConcurrentDictionary<Ipv4Address, SessionLease> _held = [];
    private readonly ConcurrentDictionary<SessionLease, bool> _open = [];

    public string Name { get; } = $"dhcp on {needs.Settings.Interface}";

    public long? Free => null;

    /// <summary>Which addresses the server gives is its own affair, and an account's own address the administrator's.</summary>
    public string? Refuses(Ipv4Address address) => null;

    public async Task<AddressLease> TakeAsync(string account, string sessionId, CancellationToken cancellationToken)
    {
        var lease = new SessionLease(needs, account, sessionId, _names.Take(account));
        _open[lease] = true;
        AddressLease taken = default;
        try
        {
            taken = await lease.TakeAsync(cancellationToken);
        }
        finally
        {
            if (taken.Address is { } address)
                Keep(lease, address);
            else
                End(lease);
        }

        return taken.Failure is { } failure ? await DoWithoutAsync(lease, failure, cancellationToken) : taken;
    }

    public void Release(Ipv4Address address)
    {
        if (_held.TryRemove(address, out var lease))
            End(lease);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lease in _open.Keys)
            End(lease);
    }

    private void End(SessionLease lease)
    {
        if (!_open.TryRemove(lease, out _))
            return;

        lease.Dispose();
        _names.GiveBack(lease.Name);
    }

    private void Keep(SessionLease lease, Ipv4Address address)
    {
        _held[address] = lease;
        _ = WatchAsync(lease, address);
    }

    /// <summary>Nobody may use the address from the moment on in which its lease is lost: it is taken from the network at once.</summary>
    private async Task WatchAsync(SessionLease lease, Ipv4Address address)
    {
        try
        {
            var failure = new AddressFailure.LeaseLost(address.ToString(), needs.Settings.Interface, await lease.LoseAsync());
            needs.Presence.Disappear(address);
            AddressLog.LeaseLost(needs.Logger, failure.Address, failure.Interface, failure.Reason, lease.SessionId);
            endSession(lease.SessionId, failure);
        }
        catch (ChannelClosedException)
        {
            return; // given back
        }
    }

    /// <summary>The call is refused, or gets along with what reaches this gateway alone.</summary>
    private async Task<AddressLease> DoWithoutAsync(SessionLease lease, AddressFailure failure, CancellationToken cancellationToken)
    {
        AddressLog.NoLease(needs.Logger, failure.Code, lease.SessionId, lease.Account, needs.Settings.Interface, failure.ToString());
        if (!needs.Settings.LinkLocalFallback)
            return failure;

        foreach (var address in LinkLocalAddresses.ListFor(lease.Name.Identifier))
        {
            if (!await needs.Book.TryTakeAsync(address, lease.Account, lease.SessionId)
                || await needs.Book.SettleAsync(address, lease.SessionId, needs.Presence, cancellationToken) is not null)
                continue;

            AddressLog.LinkLocalGiven(needs.Logger, lease.SessionId, lease.Account, address.ToString());
            return new AddressLease(address, new AddressFailure.LinkLocalInstead(address.ToString(), needs.Settings.Interface));
        }

        return failure;
    }
}
