using System.Threading.Channels;
using Adit.Protocols;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Dhcpv6;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client;

/// <summary>
/// IPv6 of one call: asks for the router at the other end once the call and IPV6CP are open, and tells what it says, again when it says
/// something else. What is slow runs in a task of its own; whoever takes the network away stops it first.
/// </summary>
/// <param name="random">For the transaction of DHCPv6.</param>
/// <param name="apply">Is told the settings, one after another.</param>
internal sealed class ClientIpv6(IRandomSource random, Action<HostSettings> apply) : IAsyncDisposable
{
    private const int MaxSolicitations = 3; // RFC 4861 §10
    private const byte DuidUuid = 4; // RFC 8415 §11.5
    private static readonly TimeSpan SolicitationInterval = TimeSpan.FromSeconds(4);

    private readonly Channel<RouterAdvertisement> _heard =
        Channel.CreateBounded<RouterAdvertisement>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private CallDriver? _driver;
    private Task _running = Task.CompletedTask;
    private bool _isReady;
    private volatile Ipv6Settings? _link;
    private volatile RouterAdvertisement? _latest;
    private volatile Dhcpv6Message? _request;

    /// <summary>Whether IPV6CP has opened.</summary>
    public bool IsLinked => _link is not null;

    /// <summary>IPV6CP has opened.</summary>
    public void Linked(CallDriver driver, Ipv6Settings link)
    {
        lock (_gate)
        {
            (_driver, _link) = (driver, link);
            Begin();
        }
    }

    /// <summary>The interface is there for addresses and routes.</summary>
    public void Ready()
    {
        lock (_gate)
        {
            _isReady = true;
            Begin();
        }
    }

    /// <summary>Takes what the router says, and what DHCP says; false for any other packet. Used by the call's reader alone.</summary>
    public bool TryTake(ReadOnlySpan<byte> packet)
    {
        if (RouterAdvertisement.IsClaimed(packet))
            HearRouter(packet);
        else if (_request is { } request && Dhcpv6Datagram.IsClaimedForClient(packet))
            HearDhcp(packet, request);
        else
            return false;
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private void Begin()
    {
        if (_isReady && _link is { } link && _running == Task.CompletedTask && !_stopping.IsCancellationRequested)
            _running = Task.Run(() => RunAsync(link));
    }

    private async Task RunAsync(Ipv6Settings link)
    {
        try
        {
            await SolicitAsync(link);
            await foreach (var advertisement in _heard.Reader.ReadAllAsync(_stopping.Token))
                Use(advertisement, link);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>A router that is silent now may still speak later, by itself.</summary>
    private async Task SolicitAsync(Ipv6Settings link)
    {
        for (var asked = 0; asked < MaxSolicitations && _latest is null; asked++)
        {
            _driver!.SendPacket(new RouterSolicitation(Ipv6Address.LinkLocal(link.ClientInterfaceId)).ToPacket());
            var isHeard = _heard.Reader.WaitToReadAsync(_stopping.Token).AsTask();
            await Task.WhenAny(isHeard, Task.Delay(SolicitationInterval, _stopping.Token));
        }
    }

    private void Use(RouterAdvertisement advertisement, Ipv6Settings link)
    {
        if (advertisement is { OtherConfiguration: true, DnsServers.Count: 0 })
            AskDhcp(link);
        apply(HostSettings.Of(advertisement, link.ClientInterfaceId));
    }

    private void AskDhcp(Ipv6Settings link)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random.Fill(bytes);
        byte[] clientId = [0, DuidUuid, .. BitConverter.GetBytes(link.ClientInterfaceId), .. BitConverter.GetBytes(link.ServerInterfaceId)];
        _request = StatelessDhcpv6.Request(BitConverter.ToUInt32(bytes), clientId);
        var datagram = new Dhcpv6Datagram(Ipv6Address.LinkLocal(link.ClientInterfaceId), Ipv6Address.AllDhcpServers, _request);
        _driver!.SendPacket(datagram.ToPacket());
    }

    /// <summary>Only the other end of the link is its router.</summary>
    private void HearRouter(ReadOnlySpan<byte> packet)
    {
        if (_link is not { } link || !RouterAdvertisement.TryParse(packet, out var router, out var advertisement)
            || router != Ipv6Address.LinkLocal(link.ServerInterfaceId))
            return;

        _latest = advertisement;
        _heard.Writer.TryWrite(advertisement);
    }

    /// <summary>The same advertisement again, with the name servers that it left to DHCP.</summary>
    private void HearDhcp(ReadOnlySpan<byte> packet, Dhcpv6Message request)
    {
        if (_latest is not { } latest || !Dhcpv6Datagram.TryParse(packet, out var reply) || !StatelessDhcpv6.IsAnswer(reply.Message, request)
            || reply.Message.DnsServers.Count == 0)
            return;

        _request = null;
        _heard.Writer.TryWrite(latest with { DnsServers = reply.Message.DnsServers, DnsLifetime = reply.Message.RefreshTime ?? uint.MaxValue });
    }
}
