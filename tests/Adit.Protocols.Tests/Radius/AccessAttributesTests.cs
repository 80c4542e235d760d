using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class AccessAttributesTests
{
    private static readonly AccessAttributes _all = new()
    {
        NasIpAddress = new Ipv4Address(0xc0000201),
        NasIpv6Address = new Ipv6Address(0x2001_0db8_0000_0000, 1),
        NasIdentifier = "vpn.example.com",
        NasPort = 7,
        NasPortType = 5,
        ServiceType = 2,
        FramedProtocol = 1,
        FramedMtu = 1400,
        CalledStationId = "192.0.2.1",
        TunnelType = AccessAttributes.Sstp,
        TunnelMediumType = 1,
        TunnelClientEndpoint = "198.51.100.1",
        RasVendor = 311,
        RasVersion = "MSRASV5.20",
        RasClientName = "LAPTOP",
        RasClientVersion = "MSRASV5.20",
        NetworkAccessServerType = 2,
        IdentityType = 1,
        Client = new AccessClient("branch", "192.0.2.7", "Contoso"),
    };

    [Fact]
    public void Every_attribute_comes_back_as_it_was()
    {
        Assert.True(AccessRequest.TryParse(Request().ToBytes(), out var received));

        Assert.Equal(_all, received.Attributes);
    }

    [Fact]
    public void Which_client_asks_is_what_we_know_and_never_what_it_says()
    {
        var known = new AccessClient("wlan", "10.0.0.9", null);

        Assert.True(AccessRequest.TryParseForeign(Request().ToBytes(), known, out var received));

        Assert.Equal(known, received.Attributes.Client);
        Assert.Equal("gw", received.Attributes.NasIdentifier);
        Assert.Equal("wlan", received.Gateway);
    }

    [Fact]
    public void A_tag_is_no_part_of_a_value_and_a_NUL_no_part_of_a_text()
    {
        byte[] message =
        [
            .. Bare(), 64, 6, 1, 0, 0, 3, 66, 9, 1, .. "10.1.1"u8, 26, 14, 0, 0, 1, 0x37, 34, 8, .. "LAPTO\0"u8,
        ];

        Assert.True(AccessRequest.TryParseForeign(message, new AccessClient("wlan", "10.0.0.9", null), out var received));

        Assert.Equal((3u, "10.1.1", "LAPTO"), (received.Attributes.TunnelType!.Value, received.Attributes.TunnelClientEndpoint, received.Attributes.RasClientName));
    }

    [Fact]
    public void An_endless_text_counts_as_missing()
    {
        byte[] message = [.. Bare(), 30, 202, .. new byte[200]];

        Assert.True(AccessRequest.TryParseForeign(message, new AccessClient("wlan", "10.0.0.9", null), out var received));

        Assert.Null(received.Attributes.CalledStationId);
    }

    [Fact]
    public void Nothing_for_our_own_records_leaves_for_the_network()
    {
        var sent = SentRequest.TryCreate(Request().ToBytes(), 1, new RadiusSecret("xyzzy5461"u8.ToArray()), new FixedBytes())!;

        Assert.True(sent.Packet.Span.IndexOf("Contoso"u8) < 0 && sent.Packet.Span.IndexOf("branch"u8) < 0);
    }

    private static byte[] Bare() => (Request() with { Attributes = new AccessAttributes() }).ToBytes();

    private static AccessRequest Request() =>
        new(new AccessCredentials.Pap("alice", "secret"u8.ToArray()), "s-1", "gw", "192.0.2.1", null) { Attributes = _all };
}
