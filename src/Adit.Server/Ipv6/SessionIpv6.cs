using Adit.Linux;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Dhcpv6;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;
using Adit.Server.Addresses;
using Adit.Server.Sessions;
using Adit.Transport;

namespace Adit.Server.Ipv6;

/// <summary>
/// IPv6 of one session: its /64, and the router that it sees at the other end of its link. Null for <paramref name="gateway"/> where
/// sessions get no IPv6. The prefix is taken and given back by any thread; all else is the call's.
/// </summary>
internal sealed class SessionIpv6(Ipv6Gateway? gateway) : ITunnelService, IDisposable
{
    // A host asks three times when its link comes up.
    private readonly ReplyRate _rate = new(burst: 8, interval: TimeSpan.FromSeconds(2));
    private readonly Lock _gate = new();
    private volatile Ipv6Settings? _link;
    private volatile SeenAddresses? _seen;
    private bool _isOver;

    /// <summary>The routes that this session is told of in place of those for all; null where it has none of its own.</summary>
    public Func<IReadOnlyList<Ipv6Prefix>?> Routes { get; init; } = () => null;

    /// <summary>Whether sessions get IPv6 at all.</summary>
    public bool IsWanted => gateway is not null;

    /// <summary>The session's own /64; null before it has one.</summary>
    public Ipv6Prefix? Prefix { get; private set; }

    /// <summary>Whether packets can pass: both ends have named their interfaces.</summary>
    public bool IsOpened => _link is not null;

    /// <summary>Takes a /64; the failure where there is none. A session that is over takes none.</summary>
    public async Task<AddressFailure?> TakeAsync(string account, Ipv6Prefix? wanted, CancellationToken cancellationToken)
    {
        if (gateway is null)
            return null;

        var (prefix, failure) = await gateway.LeaseAsync(account, wanted, cancellationToken);
        return failure ?? Take(gateway, prefix!.Value);
    }

    /// <summary>IPV6CP has opened. Most hosts make an address with the identifier that they have named there.</summary>
    public void Opened(Ipv6Settings link)
    {
        _link = link;
        if (Prefix is { } prefix)
            _seen?.Saw(prefix.Address with { InterfaceId = link.ClientInterfaceId }, MonotonicClock.Now);
    }

    /// <summary>The advertisement to all nodes of the session's link; empty where there is nothing to tell.</summary>
    public ReadOnlyMemory<byte> Advertise() => Advertise(Ipv6Address.AllNodes);

    /// <inheritdoc/>
    public bool TryServe(ReadOnlySpan<byte> packet, out ReadOnlyMemory<byte> reply)
    {
        reply = default;
        if (_link is not { } link || !Ipv6Header.TryParse(packet, out _))
            return false;

        var (source, destination) = (Ipv6Address.Read(Ipv6Header.Source(packet)), Ipv6Address.Read(Ipv6Header.Destination(packet)));
        _seen?.Saw(source, MonotonicClock.Now);
        if (destination is { IsMulticast: false, IsLinkLocal: false } || !IsOwn(source, link) || IsForHosts(packet))
            return false; // for the world beyond, or a lie: the session's rules see to it

        reply = !IsQuestion(packet) || !_rate.TryTake(MonotonicClock.Now) ? default
            : RouterSolicitation.IsClaimed(packet) ? Solicited(packet)
            : Told(packet, link);
        return true; // reports of multicast listeners and the like, too: what a link is for
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _seen?.Dispose();
            if (!_isOver && Prefix is { } prefix)
                gateway!.Release(prefix);
            _isOver = true;
        }
    }

    private AddressFailure.NotRouted? Take(Ipv6Gateway router, Ipv6Prefix prefix)
    {
        lock (_gate)
        {
            if (!_isOver && Prefix is null)
                return Bring(router, prefix);

            router.Release(prefix);
            return null;
        }
    }

    private AddressFailure.NotRouted? Bring(Ipv6Gateway router, Ipv6Prefix prefix)
    {
        try
        {
            router.Presence?.Appear(prefix);
            _seen = router.Presence is { } presence ? new SeenAddresses(presence, prefix) : null;
            Prefix = prefix;
            return null;
        }
        catch (LinuxException e)
        {
            router.Release(prefix);
            return new AddressFailure.NotRouted(prefix.ToString(), e.Message);
        }
    }

    private static bool IsQuestion(ReadOnlySpan<byte> packet) =>
        RouterSolicitation.IsClaimed(packet) || Dhcpv6Datagram.IsClaimedForServer(packet);

    private static bool IsForHosts(ReadOnlySpan<byte> packet) =>
        RouterAdvertisement.IsClaimed(packet) || RouterAdvertisement.IsRedirect(packet) || Dhcpv6Datagram.IsClaimedForClient(packet);

    /// <summary>The link-local address that was negotiated, an address of the /64, or none yet.</summary>
    private bool IsOwn(Ipv6Address source, Ipv6Settings link) =>
        source.IsUnspecified || source == Ipv6Address.LinkLocal(link.ClientInterfaceId) || Prefix?.Contains(source) is true;

    private ReadOnlyMemory<byte> Solicited(ReadOnlySpan<byte> packet) =>
        !RouterSolicitation.TryParse(packet, out var solicitation) ? default
        : Advertise(solicitation.Source.IsLinkLocal ? solicitation.Source : Ipv6Address.AllNodes);

    private ReadOnlyMemory<byte> Advertise(Ipv6Address destination) => _link is { } link && Prefix is { } prefix
        ? gateway!.AdvertisementFor(prefix, Routes()).ToPacket(Ipv6Address.LinkLocal(link.ServerInterfaceId), destination)
        : default(ReadOnlyMemory<byte>);

    private ReadOnlyMemory<byte> Told(ReadOnlySpan<byte> packet, Ipv6Settings link) =>
        Dhcpv6Datagram.TryParse(packet, out var request) && request.Source.IsLinkLocal
            && StatelessDhcpv6.Answer(request.Message, gateway!.Settings) is { } answer
            ? new Dhcpv6Datagram(Ipv6Address.LinkLocal(link.ServerInterfaceId), request.Source, answer).ToPacket()
            : default(ReadOnlyMemory<byte>);
}
