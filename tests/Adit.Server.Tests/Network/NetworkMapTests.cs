using System.Net;
using Adit.Server.Network;

namespace Adit.Server.Tests.Network;

public sealed class NetworkMapTests
{
    private readonly NetworkMap<string> _map = new();

    [Theory]
    [InlineData("10.1.255.255", null)]
    [InlineData("10.2.0.0", "b")]
    [InlineData("10.2.255.255", "b")]
    [InlineData("10.3.0.0", null)]
    [InlineData("10.9.0.1", "a")]
    [InlineData("10.9.0.2", null)]
    [InlineData("192.168.1.1", "c")]
    [InlineData("0.0.0.0", null)]
    public void An_address_is_found_in_the_network_that_it_is_of(string address, string? expected)
    {
        Add("10.9.0.1/32", "a");
        Add("10.2.0.0/16", "b");
        Add("192.168.0.0/16", "c");

        Assert.Equal(expected, _map.Find(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes())));
    }

    [Fact]
    public void A_network_of_IPv6_is_found_too()
    {
        Add("fd00:1::/32", "a");

        Assert.Equal("a", _map.Find(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse("fd00:1:2::3").GetAddressBytes())));
        Assert.Null(_map.Find(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse("fd00:2::").GetAddressBytes())));
    }

    [Theory]
    [InlineData("10.2.0.0/16")]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.2.3.0/24")]
    public void A_network_that_overlaps_one_that_is_there_is_not_added(string network)
    {
        Add("10.2.0.0/16", "a");

        Assert.False(_map.TryAdd(IPNetwork.Parse(network), "b"));
    }

    [Fact]
    public void A_network_that_was_removed_is_not_found_and_can_be_added_again()
    {
        Add("10.2.0.0/16", "a");

        _map.Remove(IPNetwork.Parse("10.2.0.0/16"));

        Assert.Null(_map.Find(0x0a020001));
        Add("10.0.0.0/8", "b");
    }

    private void Add(string network, string value) => Assert.True(_map.TryAdd(IPNetwork.Parse(network), value));
}
