using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// One session and its lease: asks for one, settles the address here or has another one lent, and tells when it is lost. Disposing gives
/// it back.
/// </summary>
internal sealed class SessionLease(LeasingNeeds needs, string account, string sessionId, LeaseName name) : IDisposable
{
    private readonly HeldLease _lease = new(
        new DhcpLease(needs.Settings.Lease, new DhcpClientIdentity(needs.Side.HardwareAddress, name.Identifier), needs.Random),
        needs.Exchanges, needs.Refuses, needs.Clock);

    private string? _declined;

    public string Account => account;

    public string SessionId => sessionId;

    public LeaseName Name => name;

    /// <summary>Asks until there is an address that packets reach, or says why there is none. Once.</summary>
    public async Task<AddressLease> TakeAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(needs.Settings.Timeout, needs.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var former = await needs.Book.ListFormerAsync(account);
            _lease.Open(former.Where(address => needs.Refuses(address) is null).Select(address => (Ipv4Address?)address).FirstOrDefault());
            return await AwaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoLease(because: null);
        }
    }

    /// <summary>Waits until the lease that was taken is lost: why. Throws <see cref="System.Threading.Channels.ChannelClosedException"/> where it is given back.</summary>
    public async Task<string> LoseAsync()
    {
        while (true)
            if (await _lease.NextAsync(CancellationToken.None) is DhcpLeaseEvent.Lost lost)
                return WordsOf(lost.Reason)!;
    }

    /// <inheritdoc/>
    public void Dispose() => _lease.Dispose();

    private async Task<AddressLease> AwaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await _lease.NextAsync(cancellationToken))
            {
                case DhcpLeaseEvent.Bound { Binding: var binding }:
                    var (isSettled, failure) = await SettleAsync(binding.Address, cancellationToken);
                    if (failure is not null)
                        return failure;
                    if (isSettled)
                        return new AddressLease(binding.Address, null) { Settings = LeasedSettings.Of(binding.Options) };
                    break;
                case DhcpLeaseEvent.Refused refused:
                    return NoLease(refused.Reason);
                case DhcpLeaseEvent.Lost { Reason: not DhcpLeaseEnd.InUse } lost:
                    return NoLease(lost.Reason);
            }
        }
    }

    /// <summary>Settled, or declined so that another one comes, or a failure that no other address would mend.</summary>
    private async Task<(bool IsSettled, AddressFailure? Failure)> SettleAsync(Ipv4Address address, CancellationToken cancellationToken)
    {
        if (await needs.IsKept(address, cancellationToken))
            return Decline($"{address} was leased: it is kept for an account");
        if (!await needs.Book.TryTakeAsync(address, account, sessionId))
            return Decline($"{address} was leased: another session has it");

        var failure = await needs.Book.SettleAsync(address, sessionId, needs.Presence, cancellationToken);
        if (failure is not AddressFailure.UsedByAnother)
            return (failure is null, failure);

        AddressLog.LeaseDeclined(needs.Logger, address.ToString(), needs.Settings.Interface);
        return Decline($"{address} was leased: another host uses it");
    }

    private (bool IsSettled, AddressFailure? Failure) Decline(string reason)
    {
        _declined = reason;
        _lease.Decline();
        return (false, null);
    }

    private AddressFailure NoLease(DhcpLeaseEnd? because) =>
        (_declined ?? _lease.RefusedOffer ?? WordsOf(_lease.HasAskedForOffer ? because ?? DhcpLeaseEnd.NotAnswered : null)) is { } reason
            ? new AddressFailure.NoUsableLease(needs.Settings.Interface, reason)
            : new AddressFailure.NoDhcpServer(needs.Settings.Interface, needs.Settings.Timeout);

    private static string? WordsOf(DhcpLeaseEnd? end) => end switch
    {
        null or DhcpLeaseEnd.NoOffer => null,
        DhcpLeaseEnd.NotAnswered => "the server offered an address and did not answer the request for it",
        DhcpLeaseEnd.Refused => "the server refused it",
        DhcpLeaseEnd.InUse => "another host uses it",
        _ => "it was not renewed in time",
    };
}
