using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

public sealed class IpcpTests
{
    // Windows: address, DNS 1, WINS 1, DNS 2, WINS 2, all zero.
    private const string WindowsWishes = "0306000000008106000000008206000000008306000000008406" + "00000000";

    [Fact]
    public void A_server_names_its_own_address() =>
        Assert.Equal("03060A000001", WithServerInNetwork().Expect(Ipcp, 1).Data);

    [Fact]
    public void Windows_gets_what_there_is_and_is_refused_what_there_is_not()
    {
        var peer = WithServerInNetwork();
        peer.AckTheirs(Ipcp);

        peer.Say(Ipcp, 1, 1, WindowsWishes);
        Assert.Equal("820600000000840600000000", peer.Expect(Ipcp, 4).Data);
        peer.Say(Ipcp, 1, 2, "030600000000810600000000830600000000");
        Assert.Equal("03060A00000281060A000035830608080808", peer.Expect(Ipcp, 3).Data);
        peer.Say(Ipcp, 1, 3, "03060A00000281060A000035830608080808");

        peer.Expect(Ipcp, 2);
        Assert.Equal(new Ipv4Address(0x0a000002), peer.Events.OfType<PppEvent.NetworkOpened>().Single().Settings.Client);
    }

    [Fact]
    public void Van_Jacobson_compression_of_pppd_is_refused()
    {
        var peer = WithServerInNetwork();
        peer.Expect(Ipcp, 1);

        peer.Say(Ipcp, 1, 1, "030600000000" + "0206002D0F01");

        Assert.Equal("0206002D0F01", peer.Expect(Ipcp, 4).Data);
    }

    [Fact]
    public void A_client_that_asks_for_no_address_is_told_to()
    {
        var peer = WithServerInNetwork();
        peer.Expect(Ipcp, 1);

        peer.Say(Ipcp, 1, 1);

        Assert.Equal("03060A000002", peer.Expect(Ipcp, 3).Data);
    }

    [Fact]
    public void A_client_that_insists_on_another_address_ends_the_call()
    {
        var peer = WithServerInNetwork();
        peer.AckTheirs(Ipcp);

        for (var id = 1; id < 12; id++)
            peer.Say(Ipcp, 1, id, "0306C0A80001");
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.IsType<PppFailure.NetworkNotConverging>(peer.Failure);
    }

    [Fact]
    public void Before_an_address_is_granted_nothing_is_offered_and_an_early_request_is_kept()
    {
        var peer = WithServerInNetwork(end: new PppEnd(PppRole.Server, new PppOptions(), seed: 1) { HasAddresses = false });
        Assert.Contains(peer.Events, told => told is PppEvent.AddressNeeded);
        peer.Say(Ipcp, 1, 1, "030600000000");
        peer.ExpectSilence();

        peer.Answer(new PppAnswer.AddressGranted(new Ipv4Settings(new(1), new(2), [], [])));

        peer.Expect(Ipcp, 1);
        Assert.Equal("030600000002", peer.Expect(Ipcp, 3).Data);
    }

    [Fact]
    public void Without_an_address_the_call_ends_before_IPCP()
    {
        var peer = WithServerInNetwork(end: new PppEnd(PppRole.Server, new PppOptions(), seed: 1) { HasAddresses = false });

        peer.Answer(new PppAnswer.AddressRefused(new WrongPassword()));
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new WrongPassword(), peer.Failure);
    }

    [Fact]
    public void An_address_that_nobody_decides_on_ends_the_call()
    {
        var peer = WithServerInNetwork(end: new PppEnd(PppRole.Server, new PppOptions(), seed: 1) { HasAddresses = false });

        peer.WaitForDeadline();
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.AddressNotDecided(), peer.Failure);
    }

    [Fact]
    public void Packets_pass_only_while_IPCP_is_open()
    {
        byte[] packet = [0x21, 0x45, 0x00];
        var peer = WithServerInNetwork();
        peer.AckTheirs(Ipcp);
        Assert.False(peer.Say(packet));

        peer.Say(Ipcp, 1, 1, "03060A000002");
        Assert.True(peer.Say(packet));

        peer.Say(Ipcp, 1, 2, "030600000000");
        Assert.False(peer.Say(packet));
    }

    [Fact]
    public void A_network_opened_again_with_the_same_addresses_is_told_once()
    {
        var peer = WithServerInNetwork();
        peer.AckTheirs(Ipcp);
        peer.Say(Ipcp, 1, 1, "03060A000002");
        peer.Expect(Ipcp, 2);

        peer.Say(Ipcp, 1, 2, "03060A000002");
        peer.AckTheirs(Ipcp);

        Assert.Single(peer.Events.OfType<PppEvent.NetworkOpened>());
        Assert.True(peer.Say([0x21, 0x45]));
    }

    [Fact]
    public void A_client_that_is_refused_its_name_servers_does_without()
    {
        var pair = new Pair(
            new PppEnd(PppRole.Server, new PppOptions(), 1) { Settings = new Ipv4Settings(new(1), new(2), [], [new(9)]) },
            new PppEnd(PppRole.Client, new PppOptions { RequestWins = true }, 2));

        pair.Run(() => pair.AreBothOpen);

        var settings = pair.Client.Told<PppEvent.NetworkOpened>().Settings;
        Assert.Empty(settings.Dns);
        Assert.Equal([new Ipv4Address(9)], settings.Wins);
    }
}
