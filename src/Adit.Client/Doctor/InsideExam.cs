using System.Net;
using Adit.Diagnosis.Findings;
using Adit.Linux;
using Adit.Protocols.Dns;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ip.Probing;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client.Doctor;

/// <summary>
/// Looks what an open call is good for: address, the server inside, packets of full size, routes, name servers, and a host behind the
/// server.
/// </summary>
internal sealed class InsideExam(PlaceOrder order, CallDriver driver, Ipv4Settings settings)
{
    private const int SmallPacket = 64;
    private const int DnsPort = 53;
    private const int FirstPort = 40_000;
    private const int LastPort = 60_000;
    private const byte Prohibited = 13;
    private const int MaxLooks = 20;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly InsideHost _host = new(driver);

    /// <summary>Whether both ends have agreed on IPv6 by now.</summary>
    public required Func<bool> HasIpv6 { get; init; }

    /// <summary>What the router at the other end says of IPv6, once it does.</summary>
    public required Task<HostSettings> Router { get; init; }

    /// <summary>Where packets of the call go.</summary>
    public IPacketReceiver Receiver => _exchange ??= new InformExchange(driver, settings.Client, order.Profile.InformTime, new SystemRandom(), _host);

    private InformExchange? _exchange;

    private Ipv4Address Own => settings.Client;

    /// <summary>Everything, in the order in which one needs the other.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var asking = ((InformExchange)Receiver).AskAsync(cancellation);
        var server = JudgeServerAsync(cancellation);
        var names = JudgeResolversAsync(cancellation);
        var ipv6 = HearRouterAsync(cancellation);
        var reach = order.Reach is { } wanted ? JudgeReachAsync(wanted, ipv6, cancellation) : Task.FromResult<IReadOnlyList<Finding>>([]);
        return [JudgeAddress(), .. await server, Describe(await asking), .. await JudgeIpv6Async(ipv6), .. await names, .. await reach];
    }

    private Finding JudgeAddress() => Own.Value >> 16 == 0xA9FE
        ? Finding.AtClient("address inside", new PlaceFault.InnerAddressLinkLocal(Own.ToString()))
        : Finding.Good("address inside", "The server gives an address.", $"{Own}, server {settings.Server}");

    private static Finding Describe(PushedSettings pushed) => pushed.Routes.Count > 0
        ? Finding.Good("routes", "The server names networks behind it.", string.Join(", ", pushed.Routes.Take(20)))
        : Finding.Good("routes", "The server names no network behind it.", "a client leads everything into the tunnel, or what its user names");

    /// <summary>IPV6CP may open after IPCP; the router then has as long as anybody else.</summary>
    private async Task<HostSettings?> HearRouterAsync(CancellationToken cancellation)
    {
        for (var looked = 0; !HasIpv6() && looked < MaxLooks; looked++)
            await Task.Delay(LookInterval, cancellation);
        try
        {
            return HasIpv6() ? await Router.WaitAsync(order.Time, cancellation) : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<Finding>> JudgeIpv6Async(Task<HostSettings?> hearing) => await hearing switch
    {
        { Address: { } address } settings => [Finding.Good("IPv6 inside", "The server gives an IPv6 address.", Describe(address, settings))],
        null when !HasIpv6() => [Finding.Good("IPv6 inside", "The session has IPv4 alone.")],
        _ => [Finding.Unknown("IPv6 inside", "IPv6 was agreed on, and no router gives an address.")],
    };

    private static string Describe(Ipv6Address address, HostSettings settings) => string.Join(", ",
    [
        $"{address}", settings.IsDefault ? "the way to everywhere" : "no way to everywhere",
        .. settings.Routes.Take(20).Select(route => $"route {route}"), .. settings.DnsServers.Take(3).Select(server => $"name server {server}"),
    ]);

    private async Task<IReadOnlyList<Finding>> JudgeServerAsync(CancellationToken cancellation)
    {
        var (small, full) = (EchoAsync(settings.Server, SmallPacket, cancellation), EchoAsync(settings.Server, order.Profile.Mtu, cancellation));
        await Task.WhenAll(small, full);
        if (!await small)
            return [Finding.AtClient("server inside", new PlaceFault.InnerServerSilent(settings.Server.ToString()), state: FindingState.Unknown)];

        return
        [
            Finding.Good("server inside", "The server answers inside the tunnel.", $"ping to {settings.Server}"),
            await full
                ? Finding.Good("packet size inside", "Packets of full size pass the tunnel.", FormattableString.Invariant($"{order.Profile.Mtu} bytes"))
                : Finding.AtClient("packet size inside", new PlaceFault.LargePacketsVanish(SmallPacket, order.Profile.Mtu), state: FindingState.Warning),
        ];
    }

    private async Task<bool> EchoAsync(Ipv4Address to, int length, CancellationToken cancellation)
    {
        var mark = (ushort)Random.Shared.Next(1, ushort.MaxValue);
        return await _host.AskAsync(IcmpMessage.WriteEcho(Own, to, mark, length), packet =>
            IcmpMessage.TryParse(packet, out var message) && message.Type == IcmpMessage.EchoReply && message.Identifier == mark ? "answered" : null,
            order.Time, cancellation) is not null;
    }

    private async Task<IReadOnlyList<Finding>> JudgeResolversAsync(CancellationToken cancellation)
    {
        var name = order.Reach is { } reach && !IPAddress.TryParse(reach.Name, out _) ? reach.Name : order.Profile.Host;
        return await Task.WhenAll(settings.Dns.Select(async server => await AskAsync(server, name, DnsType.A, cancellation) is null
            ? Finding.AtClient("names inside", new PlaceFault.InnerResolverSilent(server.ToString()))
            : Finding.Good("names inside", "The name server answers inside the tunnel.", server.ToString())));
    }

    private async Task<DnsAnswer?> AskAsync(Ipv4Address server, string name, DnsType type, CancellationToken cancellation)
    {
        if (DnsQuery.Write((ushort)Random.Shared.Next(ushort.MaxValue), name, type) is not { } query
            && (query = DnsQuery.Write((ushort)Random.Shared.Next(ushort.MaxValue), "localhost", type)) is null)
            return null;

        var port = NewPort();
        return await _host.AskAsync(new UdpDatagram(Own, port, server, DnsPort, query).ToArray(), packet =>
            UdpDatagram.TryParse(packet, out var datagram) && datagram.Source == server && datagram.SourcePort == DnsPort && datagram.DestinationPort == port
                && DnsAnswer.TryParse(query, datagram.Payload, out var answer) ? answer : null,
            order.Time, cancellation);
    }

    private async Task<IReadOnlyList<Finding>> JudgeReachAsync(InnerHost wanted, Task<HostSettings?> ipv6, CancellationToken cancellation)
    {
        if (Ipv6Address.TryParse(wanted.Name, out var host))
            return [await KnockAsync(FormattableString.Invariant($"[{wanted.Name}]:{wanted.Port}"), host, (ushort)wanted.Port, await ipv6, cancellation)];

        var component = FormattableString.Invariant($"{wanted.Name}:{wanted.Port}");
        if (Ipv4Address.TryParse(wanted.Name, out var literal))
            return [await KnockAsync(component, literal, (ushort)wanted.Port, cancellation)];

        var (addresses, problem) = await ResolveAsync(wanted.Name, component, cancellation);
        return problem is not null ? [problem] : await KnockAsync(component, addresses, (ushort)wanted.Port, await ipv6, cancellation);
    }

    /// <summary>All addresses of both families that any of the name servers has for it.</summary>
    private async Task<(IReadOnlyList<IPAddress> Addresses, Finding? Problem)> ResolveAsync(string name, string component, CancellationToken cancellation)
    {
        if (settings.Dns.Count == 0)
            return ([], Finding.Unknown(component, "The server gives no name server to ask.", "name the host by its address"));

        var answers = await Task.WhenAll(settings.Dns.SelectMany(server => (DnsType[])[DnsType.A, DnsType.Aaaa], (server, type) => AskAsync(server, name, type, cancellation)));
        IReadOnlyList<IPAddress> addresses = [.. answers.SelectMany(answer => answer?.Addresses ?? [])];
        return addresses.Count > 0 ? (addresses, null)
            : Array.Find(answers, answer => answer is not null) is { } answered
                ? ([], Finding.AtClient(component, new PlaceFault.InnerNameUnknown(name, FormattableString.Invariant($"code {answered.Code}"))))
            : ([], Finding.Unknown(component, "No name server inside the tunnel answers."));
    }

    /// <summary>The first address of each family; what has IPv4, too, is not missed over IPv6 by a session that has none.</summary>
    private async Task<IReadOnlyList<Finding>> KnockAsync(string component, IReadOnlyList<IPAddress> addresses, ushort port, HostSettings? ipv6, CancellationToken cancellation)
    {
        var knocks = new List<Task<Finding>>();
        if (addresses.Select(address => address.ToIpv4()).FirstOrDefault(address => address is not null) is { } old)
            knocks.Add(KnockAsync(component, old, port, cancellation));
        if (addresses.Select(address => address.ToIpv6()).FirstOrDefault(address => address is not null) is { } host && (knocks.Count == 0 || ipv6?.Address is not null))
            knocks.Add(KnockAsync(component, host, port, ipv6, cancellation));
        return await Task.WhenAll(knocks);
    }

    private async Task<Finding> KnockAsync(string component, Ipv4Address address, ushort port, CancellationToken cancellation)
    {
        var knock = new TcpKnock(Own, NewPort(), address, port, (uint)Random.Shared.Next());
        var heard = await _host.AskAsync(knock.WriteSyn(), packet => Read(knock, packet), order.Time, cancellation);
        return Judge(component, address.ToString(), heard, knock.WriteReset());
    }

    /// <summary>Over IPv6, where the session has it.</summary>
    private async Task<Finding> KnockAsync(string component, Ipv6Address address, ushort port, HostSettings? ipv6, CancellationToken cancellation)
    {
        if (ipv6?.Address is not { } own)
            return Finding.AtClient(component, new PlaceFault.InnerHostSilent(address.ToString(), "the session has no IPv6 address"));

        var knock = new Tcp6Knock(own, NewPort(), address, port, (uint)Random.Shared.Next());
        var heard = await _host.AskAsync(knock.WriteSyn(), packet => knock.Read(packet) is { } open ? new Knocked(open, null) : null, order.Time, cancellation);
        return Judge(component, address.ToString(), heard, knock.WriteReset());
    }

    private Finding Judge(string component, string address, Knocked? heard, byte[] reset)
    {
        if (heard?.Open is not { } open)
            return Finding.AtClient(component, new PlaceFault.InnerHostSilent(address, heard?.Words ?? "no answer"));

        driver.SendPacket(reset);
        return Finding.Good(component, open ? "The host answers inside the tunnel." : "The host answers inside the tunnel, and refuses this port.", address);
    }

    private static Knocked? Read(TcpKnock knock, ReadOnlySpan<byte> packet) =>
        knock.Read(packet) is { } open ? new Knocked(open, null)
        : IcmpMessage.TryParse(packet, out var message) && message.About == knock.Destination && message.AboutPort == knock.SourcePort
            ? new Knocked(null, $"{message.Source} says {(message.Code >= Prohibited ? "that it is forbidden" : FormattableString.Invariant($"that it is unreachable (code {message.Code})"))}")
        : null;

    private static ushort NewPort() => (ushort)Random.Shared.Next(FirstPort, LastPort);

    /// <summary>How a host answered a knock.</summary>
    private sealed record Knocked(bool? Open, string? Words);
}
