using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Server.Addresses;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>The session's addresses: leased, taken, led to it, and given back.</summary>
internal sealed partial class ServerSession
{
    private async Task<PppAnswer> AnswerAsync(Task<AddressLease> leasing)
    {
        var lease = await leasing;
        if (lease.Address is not { } leased)
            return new PppAnswer.AddressRefused(lease.Failure!);
        if (await Ipv6.TakeAsync(User!, _accept!.FramedIpv6Prefix, CancellationToken.None) is { } noPrefix)
            return new PppAnswer.AddressRefused(noPrefix);

        _told = lease.Settings;
        var refused = _behind.Bring(_accept!.Settings, Driver);
        Driver.Post((_, _) => Take(leased, lease.Failure, refused));
        var configuration = Configuration;
        return new PppAnswer.AddressGranted(new Ipv4Settings(_services.OwnAddress(), leased, configuration.Dns, configuration.Wins));
    }

    private void Take(Ipv4Address leased, AddressFailure? makeshift, IReadOnlyList<AddressFailure.RouteRefused> refused)
    {
        if (_isOver)
            return;

        if (makeshift is not null)
            Attempt.Fact("address.warning", makeshift.Code);
        foreach (var route in refused)
        {
            Attempt.Fact("route.refused", $"{route.Code}: {route.Network}: {route.Reason}");
            AddressLog.RouteRefused(_services.Logger, route.Network, User!, Id, route.Reason);
        }

        Address = leased;
        Driver.Filter = SessionPolicy.FilterOf(_accept!.Settings);
        SessionPolicy.LimitRates(Driver, _accept.Settings);
        _receiver.Open(SourcesOf(leased, refused), Driver.Filter, _accept.Settings.Mtu);
    }

    /// <summary>Its own addresses, and those of the networks behind it that are led to it.</summary>
    private SessionAddresses SourcesOf(Ipv4Address leased, IReadOnlyList<AddressFailure.RouteRefused> refused) => new(leased, Ipv6.Prefix)
    {
        Behind = _services.Behind is null ? [] : [.. _accept!.Settings.Behind.Where(network => !refused.Any(route => route.Network == $"{network}"))],
        Ipv6Behind = _services.Behind is null ? [] : [.. _accept!.Settings.Ipv6Behind.Where(network => !refused.Any(route => route.Network == $"{network}"))],
    };

    private void OpenIpv6(CallDriver driver, Ipv6Settings link)
    {
        Ipv6.Opened(link);
        Attempt.Fact("address.ipv6", Ipv6.Prefix?.ToString() ?? "none");
        BeginIpv6(driver);
    }

    /// <summary>Both are needed, the call and IPV6CP, and either may come first.</summary>
    private void BeginIpv6(CallDriver driver)
    {
        if (OpenSince is null || _isOver || !Ipv6.IsOpened)
            return;

        _services.Table.OpenedIpv6(this, driver);
        AdvertiseRouter();
    }

    /// <summary>Also what is still on its way, and whatever the call's end was: a driver that breaks hears of no lease.</summary>
    private async Task ReleaseAsync(Task<AddressLease> leasing)
    {
        try
        {
            await leasing;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return; // told where it was awaited for the call
        }

        if ((await leasing).Address is { } leased)
            await _services.ReleaseAsync(this, leased);
    }
}
