using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

public sealed class Ipv6cpTests
{
    private const int Ipv6cp = 0x8057;
    private const string TheirId = "010A0000000000000002";
    private static readonly PppOptions s_withIpv6 = new() { Ipv6 = true };
    private static readonly byte[] s_ipv6Packet = [0x57, 0x60, 0x00];

    [Fact]
    public void Two_ends_agree_on_both_families()
    {
        var pair = NewPair(s_withIpv6, s_withIpv6);

        pair.Run(() => pair.AreBothOpen && HasIpv6(pair.Server) && HasIpv6(pair.Client));

        var settings = pair.Server.Told<PppEvent.Ipv6Opened>().Settings;
        Assert.Equal(settings, pair.Client.Told<PppEvent.Ipv6Opened>().Settings);
        Assert.NotEqual(settings.ServerInterfaceId, settings.ClientInterfaceId);
        Assert.True(settings.ServerInterfaceId != 0 && settings.ClientInterfaceId != 0);
    }

    [Fact]
    public void Every_loss_and_every_seed_ends_with_IPv4_open_or_a_typed_failure()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var pair = NewPair(s_withIpv6, s_withIpv6, seed, loss: seed % 31 / 100.0);

            pair.Run(() => (pair.AreBothOpen && HasIpv6(pair.Server) && HasIpv6(pair.Client)) || pair.AreBothClosed);

            Assert.True(pair.AreBothOpen || pair.AreBothClosed, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Where_one_end_has_no_IPv6_the_call_opens_with_IPv4_alone(bool serverHas, bool clientHas)
    {
        var pair = NewPair(new PppOptions { Ipv6 = serverHas }, new PppOptions { Ipv6 = clientHas });

        pair.Run(() => pair.Now > Moment.Start + TimeSpan.FromMinutes(2));

        Assert.True(pair.AreBothOpen);
        Assert.False(HasIpv6(pair.Server) || HasIpv6(pair.Client));
    }

    [Fact]
    public void Where_the_server_has_no_IPv4_the_call_opens_with_IPv6_alone()
    {
        var pair = NewPair(s_withIpv6 with { Ipv4 = false }, s_withIpv6);

        pair.Run(() => HasIpv6(pair.Server) && HasIpv6(pair.Client));

        Assert.True(HasIpv6(pair.Client));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_the_server_has_neither_the_client_is_told_so(bool clientHasIpv6)
    {
        var pair = NewPair(new PppOptions { Ipv4 = false }, new PppOptions { Ipv6 = clientHasIpv6 });

        pair.Run(() => pair.AreBothClosed);

        Assert.Equal(new PppFailure.NetworkRejected(), pair.Client.Told<PppEvent.Closed>().Failure);
    }

    [Fact]
    public void A_server_names_an_identifier_that_does_not_claim_to_be_unique_in_the_world()
    {
        var identifier = Convert.FromHexString(ServerInNetwork().Expect(Ipv6cp, 1).Data)[2..];

        Assert.Equal((8, 0), (identifier.Length, identifier[0] & 2));
        Assert.Contains(identifier, octet => octet != 0);
    }

    [Fact]
    public void A_client_that_names_zero_is_given_another()
    {
        var peer = ServerInNetwork();
        peer.AckTheirs(Ipv6cp);
        peer.Say(Ipv6cp, 1, 1, "010A0000000000000000");
        var suggested = peer.Expect(Ipv6cp, 3).Data;
        Assert.NotEqual("010A0000000000000000", suggested);

        peer.Say(Ipv6cp, 1, 2, suggested);

        peer.Expect(Ipv6cp, 2);
        var settings = peer.Events.OfType<PppEvent.Ipv6Opened>().Single().Settings;
        Assert.Equal(Convert.ToUInt64(suggested[4..], 16), settings.ClientInterfaceId);
    }

    [Theory]
    [InlineData("")] // none at all
    [InlineData("010600000001")] // too short
    public void A_client_that_names_none_is_given_one(string request)
    {
        var peer = ServerInNetwork();
        peer.Expect(Ipv6cp, 1);

        peer.Say(Ipv6cp, 1, 1, request);

        Assert.StartsWith("010A", peer.Expect(Ipv6cp, 3).Data, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_names_the_servers_identifier_is_given_another()
    {
        var peer = ServerInNetwork();
        var servers = peer.Expect(Ipv6cp, 1);

        peer.Say(Ipv6cp, 1, 1, servers.Data);

        Assert.NotEqual(servers.Data, peer.Expect(Ipv6cp, 3).Data);
    }

    [Fact]
    public void Compression_is_refused()
    {
        var peer = ServerInNetwork();
        peer.Expect(Ipv6cp, 1);

        peer.Say(Ipv6cp, 1, 1, TheirId + "0204004F");

        Assert.Equal("0204004F", peer.Expect(Ipv6cp, 4).Data);
    }

    [Theory]
    [InlineData("010A0000000000000009", "010A0000000000000009")]
    [InlineData("010A0000000000000000", null)]
    public void A_server_takes_the_identifier_that_is_suggested_where_it_can(string suggested, string? expected)
    {
        var peer = ServerInNetwork();
        var first = peer.Expect(Ipv6cp, 1);

        peer.Say(Ipv6cp, 3, first.Id, suggested);

        var second = peer.Expect(Ipv6cp, 1);
        Assert.NotEqual(first.Data, second.Data);
        Assert.Equal(expected ?? second.Data, second.Data);
    }

    [Fact]
    public void IPv6_packets_pass_only_while_IPV6CP_is_open()
    {
        var peer = ServerInNetwork();
        peer.AckTheirs(Ipv6cp);
        Assert.False(peer.Say(s_ipv6Packet));

        peer.Say(Ipv6cp, 1, 1, TheirId);
        Assert.True(peer.Say(s_ipv6Packet));

        peer.Say(Ipv6cp, 5, 2);
        Assert.False(peer.Say(s_ipv6Packet));
        Assert.Null(peer.Events.OfType<PppEvent.Closed>().SingleOrDefault());
    }

    [Fact]
    public void A_packet_of_the_other_family_than_its_frame_says_is_dropped()
    {
        var peer = ServerInNetwork();
        peer.AckTheirs(Ipv6cp);
        peer.Say(Ipv6cp, 1, 1, TheirId);

        Assert.False(peer.Say([0x57, 0x45, 0x00]));
        Assert.False(peer.Say([0x21, 0x60, 0x00]));
        Assert.False(peer.Say([0x57]));
    }

    [Fact]
    public void A_request_that_comes_before_the_address_is_granted_is_kept()
    {
        var peer = WithServerInNetwork(end: ServerWithoutAddress());
        peer.Say(Ipv6cp, 1, 7, TheirId);
        peer.ExpectSilence();

        peer.Answer(new PppAnswer.AddressGranted(new Ipv4Settings(new(1), new(2), [], [])));

        peer.Expect(Ipcp, 1);
        peer.Expect(Ipv6cp, 1);
        Assert.Equal(7, peer.Expect(Ipv6cp, 2).Id);
    }

    [Fact]
    public void A_call_that_may_have_no_IPv6_refuses_what_was_asked_before()
    {
        var peer = WithServerInNetwork(end: ServerWithoutAddress());
        peer.Say(Ipv6cp, 1, 7, TheirId);

        peer.Answer(new PppAnswer.AddressGranted(new Ipv4Settings(new(1), new(2), [], []), AllowsIpv6: false));

        peer.Expect(Ipcp, 1);
        Assert.Equal("8057" + "0107000E" + TheirId, peer.Expect(Lcp, 8).Data);
        peer.Say(Ipv6cp, 1, 8, TheirId);
        peer.Expect(Lcp, 8);
    }

    [Fact]
    public void Without_IPv6_a_request_for_it_is_refused()
    {
        var peer = WithServerInNetwork();
        peer.Expect(Ipcp, 1);

        peer.Say(Ipv6cp, 1, 1, TheirId);

        Assert.StartsWith("8057", peer.Expect(Lcp, 8).Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_that_refuses_IPCP_has_its_network_with_IPv6_alone(bool opensIpv6First)
    {
        var peer = ServerInNetwork();
        if (!opensIpv6First)
            peer.Say(Lcp, 8, 9, "8021");
        Assert.False(peer.Session.HasNetwork);

        peer.AckTheirs(Ipv6cp);
        peer.Say(Ipv6cp, 1, 1, TheirId);
        if (opensIpv6First)
            peer.Say(Lcp, 8, 9, "8021");

        Assert.True(peer.Session.HasNetwork);
        Assert.True(peer.Say(s_ipv6Packet));
        Assert.Null(peer.Failure);
    }

    [Fact]
    public void A_peer_that_refuses_both_families_ends_the_call()
    {
        var peer = ServerInNetwork();
        peer.Say(Lcp, 8, 1, "8057");

        peer.Say(Lcp, 8, 2, "8021");
        peer.Expect(Ipv6cp, 1);
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.NetworkRejected(), peer.Failure);
    }

    [Fact]
    public void A_peer_that_refuses_IPCP_and_never_answers_IPV6CP_ends_the_call()
    {
        var peer = ServerInNetwork();
        peer.Say(Lcp, 8, 1, "8021");

        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.NetworkRejected(), peer.Failure);
    }

    [Fact]
    public void A_peer_whose_IPV6CP_goes_wrong_keeps_IPv4()
    {
        var peer = ServerInNetwork();
        peer.Expect(Ipv6cp, 1);

        for (var id = 1; id < 20; id++)
            peer.Say(Ipv6cp, 1, id, "010A0000000000000000");

        Assert.Null(peer.Events.OfType<PppEvent.Closed>().SingleOrDefault());
        Assert.Contains(peer.Heard, heard => heard is { Protocol: Lcp, Code: 8 }); // and no more of it
        Assert.DoesNotContain(peer.Heard, heard => heard is { Protocol: Lcp, Code: 5 });
    }

    [Fact]
    public void The_end_of_IPv6_alone_is_the_end_of_the_call()
    {
        var peer = ServerInNetwork();
        peer.Say(Lcp, 8, 9, "8021");
        peer.AckTheirs(Ipv6cp);
        peer.Say(Ipv6cp, 1, 1, TheirId);
        peer.Expect(Ipv6cp, 2);

        peer.Say(Ipv6cp, 5, 2);
        peer.Expect(Ipv6cp, 6);
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppEvent.Closed(null), peer.Events[^1]);
    }

    private static Pair NewPair(PppOptions server, PppOptions client, int seed = 1, double loss = 0) =>
        new(new PppEnd(PppRole.Server, server, seed), new PppEnd(PppRole.Client, client, seed + 7), seed, loss);

    private static bool HasIpv6(PppEnd end) => end.Events.Exists(told => told is PppEvent.Ipv6Opened);

    private static PppEnd ServerWithoutAddress() => new(PppRole.Server, s_withIpv6, seed: 1) { HasAddresses = false };

    /// <summary>A server that asks for both families; its request for IPv4 has been heard.</summary>
    private static ScriptedPeer ServerInNetwork()
    {
        var peer = WithServerInNetwork(s_withIpv6);
        peer.Expect(Ipcp, 1);
        return peer;
    }
}
