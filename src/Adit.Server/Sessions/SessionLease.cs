using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Server.Addresses;
using Adit.Server.Addresses.Dhcp;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>The addresses of one session, and the networks behind it: leased, led to it, and given back.</summary>
internal sealed class SessionLease : IDisposable
{
    private readonly SessionServices _services;
    private readonly SessionOrigin _origin;
    private readonly SessionAuthorization _authorization;
    private readonly SessionRoutes _behind;
    private readonly CancellationTokenSource _ending = new();
    private Task<AddressLease>? _leasing;
    private volatile LeasedSettings? _told;
    private bool _isOver;

    /// <summary>Addresses that are not leased yet.</summary>
    public SessionLease(SessionServices services, SessionOrigin origin, SessionAuthorization authorization)
    {
        (_services, _origin, _authorization) = (services, origin, authorization);
        _behind = new SessionRoutes(services.Behind);
        Ipv6 = new SessionIpv6(services.Ipv6) { Routes = () => SessionPolicy.Ipv6RoutesOf(authorization.Granted?.Settings) };
    }

    /// <summary>The address in the tunnel; null before there is one.</summary>
    public Ipv4Address? Address { get; private set; }

    /// <summary>The session's IPv6.</summary>
    public SessionIpv6 Ipv6 { get; }

    /// <summary>Completes when everything has been given back that the session had at its end.</summary>
    public Task Released { get; private set; } = Task.CompletedTask;

    /// <summary>The configuration in force for this session: what it leaves open, whoever lent the address has said.</summary>
    public ServerConfiguration Configuration => SessionPolicy.Apply(
        _authorization.Granted?.Settings ?? SessionSettings.None, _told?.Complete(_services.Configuration) ?? _services.Configuration);

    private AccessReply.Accept Granted => _authorization.Granted!;

    /// <summary>Begins, in the call's order, to take what the authority lets the session have; asked again it takes nothing more.</summary>
    /// <param name="driver">Through which the networks behind the session are reached.</param>
    /// <param name="taken">Told in the call's order what the session's packets may come from, unless it is over by then.</param>
    /// <returns>What the peer is told.</returns>
    public Task<PppAnswer> TakeAsync(CallDriver driver, Action<SessionAddresses> taken)
    {
        var leasing = _leasing ??= Task.Run(() => _services.Pool.LeaseAsync(
            Granted.Identity, _origin.Id, Granted.FramedIpAddress, Granted.Settings.Pool, _ending.Token));
        return Task.Run(() => AnswerAsync(leasing, driver, taken));
    }

    /// <summary>Gives everything back, in the call's order: also what is still on its way.</summary>
    public void End()
    {
        _isOver = true;
        Ipv6.Dispose();
        _behind.Dispose();
        _ending.Cancel();
        if (_leasing is { } leasing)
            Released = ReleaseAsync(leasing);
    }

    /// <inheritdoc/>
    public void Dispose() => _ending.Dispose();

    private async Task<PppAnswer> AnswerAsync(Task<AddressLease> leasing, CallDriver driver, Action<SessionAddresses> taken)
    {
        var lease = await leasing;
        if (lease.Address is not { } leased)
            return new PppAnswer.AddressRefused(lease.Failure!);
        if (await Ipv6.TakeAsync(Granted.Identity, Granted.FramedIpv6Prefix, CancellationToken.None) is { } noPrefix)
            return new PppAnswer.AddressRefused(noPrefix);

        _told = lease.Settings;
        var refused = _behind.Bring(Granted.Settings, driver);
        driver.Post((_, _) => Hold(leased, lease.Failure, refused, taken));
        var configuration = Configuration;
        return new PppAnswer.AddressGranted(new Ipv4Settings(_services.OwnAddress(), leased, configuration.Dns, configuration.Wins));
    }

    private void Hold(Ipv4Address leased, AddressFailure? makeshift, IReadOnlyList<AddressFailure.RouteRefused> refused, Action<SessionAddresses> taken)
    {
        if (_isOver)
            return;

        if (makeshift is not null)
            _origin.Attempt.Fact("address.warning", makeshift.Code);
        foreach (var route in refused)
            Tell(route);
        Address = leased;
        taken(SourcesOf(leased, refused));
    }

    private void Tell(AddressFailure.RouteRefused route)
    {
        _origin.Attempt.Fact("route.refused", $"{route.Code}: {route.Network}: {route.Reason}");
        AddressLog.RouteRefused(_services.Logger, route.Network, Granted.Identity, _origin.Id, route.Reason);
    }

    /// <summary>Its own addresses, and those of the networks behind it that are led to it.</summary>
    private SessionAddresses SourcesOf(Ipv4Address leased, IReadOnlyList<AddressFailure.RouteRefused> refused)
    {
        var sources = new SessionAddresses(leased, Ipv6.Prefix);
        return _services.Behind is null ? sources : sources with
        {
            Behind = [.. Granted.Settings.Behind.Where(network => !refused.Any(route => route.Network == $"{network}"))],
            Ipv6Behind = [.. Granted.Settings.Ipv6Behind.Where(network => !refused.Any(route => route.Network == $"{network}"))],
        };
    }

    /// <summary>Whatever the call's end was: a driver that breaks hears of no lease.</summary>
    private async Task ReleaseAsync(Task<AddressLease> leasing)
    {
        try
        {
            if ((await leasing).Address is { } leased)
                await _services.Pool.ReleaseAsync(leased, _origin.Id);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What failed while it was leased was told where it was awaited for the call.
            if (leasing is { IsCompletedSuccessfully: true, Result.Address: { } kept })
                SessionLog.ReleaseFailed(_services.Logger, e, _origin.Id, kept);
        }
    }
}
