using System.Net;
using System.Net.Sockets;
using Adit.Linux.Firewall;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Firewall;

public sealed class FilterTableTests
{
    private static readonly FilterRule _overlapping = new()
    {
        Protocol = IpProtocol.Parse("tcp"),
        Source = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("10.1.0.0/16")],
        DestinationPorts = [new(1, 100), new(50, 200), new(80, 80)],
    };

    [Fact]
    public void Every_preset_and_rule_is_one_that_the_kernel_takes() => OwnNetwork.Run(() =>
    {
        using var table = new FilterTable("test");
        foreach (var family in Enum.GetValues<FilterFamily>())
        {
            IPEndPoint[] served = [IPEndPoint.Parse("[::]:443"), IPEndPoint.Parse("[fe80::1%1]:443"), IPEndPoint.Parse("192.0.2.1:443"), IPEndPoint.Parse("0.0.0.0:80")];
            InterfaceFilter filter = new("eth0", FilterDirection.In, family, FilterDefault.Drop,
                [.. TunnelsOnly.Entries(served, family), .. Rules(family).Select(rule => rule.ToEntry(family))]);
            table.Replace([filter, filter with { Direction = FilterDirection.Out, Default = FilterDefault.Permit }]);
        }

        Assert.Contains("adit_test_filters", Command.Output("nft", "list", "tables"), StringComparison.Ordinal);
        table.Dispose();
        Assert.Empty(Command.Output("nft", "list", "tables"));
    });

    [Fact]
    public void A_datagram_that_a_rule_drops_is_counted_there_and_one_that_passes_at_the_end() => OwnNetwork.Run(() =>
    {
        InterfaceFilter[] filters =
        [
            new("lo", FilterDirection.In, FilterFamily.Both, FilterDefault.Permit,
                [new FilterRule { Protocol = IpProtocol.Parse("udp"), DestinationPorts = [new(9, 9)] }.ToEntry(FilterFamily.Both)]),
        ];
        using var table = new FilterTable("test");
        table.Replace(filters);
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var sender = new UdpClient(AddressFamily.InterNetwork);

        sender.Send([1, 2, 3], 3, new IPEndPoint(IPAddress.Loopback, 9));
        sender.Send([1], 1, (IPEndPoint)receiver.Client.LocalEndPoint!);
        IPEndPoint? from = null;
        receiver.Receive(ref from);

        Assert.Equal([new FilterCount(1, 31), new FilterCount(1, 29)], Assert.Single(table.Count(filters)!));
        table.Replace([.. filters]);
        Assert.Equal(1, table.Count(filters)![0][0].Packets);
    });

    [Fact]
    public void What_an_earlier_run_has_left_is_replaced_or_removed_and_what_somebody_removed_is_made_anew() => OwnNetwork.Run(() =>
    {
        InterfaceFilter[] filters = [new("eth0", FilterDirection.In, FilterFamily.Both, FilterDefault.Drop, [])];
        var forgotten = new FilterTable("test");
        forgotten.Replace(filters);

        using var next = new FilterTable("test");
        next.Replace([]);
        Assert.Empty(Command.Output("nft", "list", "tables"));
        Assert.Null(forgotten.Count(filters));
        forgotten.Replace(filters);
        Assert.NotNull(forgotten.Count(filters));
        forgotten.Dispose();
    });

    private static IEnumerable<FilterRule> Rules(FilterFamily family) =>
    [
        new(), new() { Protocol = IpProtocol.Parse("47") }, new() { Protocol = IpProtocol.Parse("0") },
        .. family is FilterFamily.Ipv6 ? Enumerable.Empty<FilterRule>()
            : [_overlapping, new() { Protocol = IpProtocol.Parse("icmp"), Destination = [IPNetwork.Parse("0.0.0.0/0")] }],
        .. family is FilterFamily.Ipv4 ? Enumerable.Empty<FilterRule>() : [new() { Protocol = IpProtocol.Parse("icmpv6"), Source = [IPNetwork.Parse("::/0")] }],
    ];
}
