using System.Net;
using Adit.Linux.Firewall;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Firewall;

public sealed class LockdownTableTests
{
    private static readonly IPEndPoint Server = IPEndPoint.Parse("192.0.2.7:443");
    private static readonly IPEndPoint Server6 = IPEndPoint.Parse("[2001:db8::7]:8443");

    [Fact]
    public void What_it_lets_through_is_read_back() => OwnNetwork.Run(() =>
    {
        LockdownTable.Hold(letsLanThrough: false);
        LockdownTable.Admit("VPN.example.org", [Server, Server6]);
        LockdownTable.AddTunnel("adit0");

        var state = LockdownTable.Read()!;

        Assert.Equal([new("vpn.example.org", Server), new LockdownServer("vpn.example.org", Server6)], state.Servers);
        Assert.Equal(["adit0"], state.Tunnels);
        Assert.False(state.LetsLanThrough);
    });

    [Fact]
    public void New_rules_forget_neither_servers_nor_tunnels() => OwnNetwork.Run(() =>
    {
        LockdownTable.Hold(letsLanThrough: false);
        LockdownTable.Admit("vpn.example.org", [Server]);
        LockdownTable.AddTunnel("adit0");

        LockdownTable.Hold(letsLanThrough: true);

        var state = LockdownTable.Read()!;
        Assert.True(state.LetsLanThrough);
        Assert.Single(state.Servers);
        Assert.Single(state.Tunnels);
    });

    [Fact]
    public void A_server_found_under_another_name_has_the_new_one() => OwnNetwork.Run(() =>
    {
        LockdownTable.Hold(letsLanThrough: false);
        LockdownTable.Admit("old.example.org", [Server]);

        LockdownTable.Admit("new.example.org", [Server]);

        Assert.Equal("new.example.org", Assert.Single(LockdownTable.Read()!.Servers).Name);
    });

    [Fact]
    public void A_tunnel_that_is_gone_is_let_through_no_more() => OwnNetwork.Run(() =>
    {
        LockdownTable.Hold(letsLanThrough: false);
        LockdownTable.AddTunnel("adit0");

        LockdownTable.RemoveTunnel("adit0");
        LockdownTable.RemoveTunnel("adit0"); // once more is no error

        Assert.Empty(LockdownTable.Read()!.Tunnels);
    });

    [Fact]
    public void Lifted_nothing_is_left_of_it() => OwnNetwork.Run(() =>
    {
        LockdownTable.Hold(letsLanThrough: true);

        LockdownTable.Lift();
        LockdownTable.Lift(); // once more is no error

        Assert.Null(LockdownTable.Read());
        Assert.Empty(Command.Output("nft", "list", "tables"));
    });

    [Fact]
    public void A_name_that_could_be_more_than_a_name_is_only_its_hash() => OwnNetwork.Run(() =>
    {
        const string Name = "x\" } ; flush ruleset #";
        LockdownTable.Hold(letsLanThrough: false);

        LockdownTable.Admit(Name, [Server]);

        Assert.Equal(LockdownTable.KeyOf(Name), Assert.Single(LockdownTable.Read()!.Servers).Name);
        Assert.Throws<ArgumentException>(() => LockdownTable.AddTunnel("x\" }"));
    });
}
