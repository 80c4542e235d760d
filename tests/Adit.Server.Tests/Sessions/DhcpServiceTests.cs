using System.Net;
using Adit.Protocols;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Sessions;
using Adit.Server.Tests.Support;
using Adit.Transport;

namespace Adit.Server.Tests.Sessions;

public sealed class DhcpServiceTests
{
    private static readonly ServerConfiguration _configuration = new()
    {
        Routes = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")],
        Suffix = "corp.example",
        Dns = [new(0x0a000035)],
    };

    private static readonly Ipv4Address _client = new(0x0a530005);
    private static readonly Ipv4Address _server = _configuration.Pool.First;

    private readonly DhcpService _service;
    private ServerConfiguration _inForce = _configuration;
    private Moment _now = Moment.Start;
    private int _leftOut;

    public DhcpServiceTests() => _service = new DhcpService(_server, () => _inForce, () => _client, () => _leftOut++, () => _now);

    [Theory]
    [InlineData(0xffffffffu)]
    [InlineData(0x0a530001u)]
    public void An_inform_to_everyone_or_to_the_server_is_answered_to_the_session_alone(uint destination)
    {
        Assert.True(_service.TryServe(Inform(destination: destination), out var reply));

        Assert.True(UdpDatagram.TryParse(reply.Span, out var datagram));
        Assert.Equal((_server, (ushort)67, _client, (ushort)68),
            (datagram.Source, datagram.SourcePort, datagram.Destination, datagram.DestinationPort));
        Assert.True(DhcpMessage.TryParse(datagram.Payload, out var answer));
        Assert.Equal((DhcpMessageType.Ack, "corp.example"), (answer.Type!.Value, answer.Options.FindText(DhcpOptionCode.DomainName)!));
        Assert.Equal("10.0.0.0/8", Assert.Single(answer.Options.FindRoutes()!).Network.ToString());
    }

    [Fact]
    public void A_message_as_Windows_writes_it_is_answered_with_both_lists_of_routes()
    {
        const string Options = "350108" + "3d0701005345000000" + "0c064c4150544f50" + "3c084d53465420352e30" + "370d010f03062c2e2f1f2179f92bfc"
            + "4d0e525241532e4d6963726f736f6674" + "ff";
        var message = new byte[320];
        Convert.FromHexString("010806005ea1ed01000000000a530005").CopyTo(message, 0);
        Convert.FromHexString("005345").CopyTo(message, 28);
        Convert.FromHexString("63825363" + Options).CopyTo(message, 236);

        Assert.True(_service.TryServe(new UdpDatagram(_client, 68, DhcpPacket.Broadcast, 67, message).ToArray(), out var reply));

        var answer = Convert.ToHexStringLower(reply.Span);
        Assert.Contains("7906080a0a530001", answer, StringComparison.Ordinal);
        Assert.Contains("f906080a0a530001", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_dhcp_is_left_to_others()
    {
        Assert.False(_service.TryServe(new UdpDatagram(_client, 5000, _server, 53, [1, 2, 3]).ToArray(), out _));
        Assert.False(_service.TryServe([], out _));
        Assert.False(_service.TryServe(new byte[4000], out _));
    }

    [Fact]
    public void A_client_that_plays_the_server_is_heard_by_nobody()
    {
        var offer = Message(DhcpMessageType.Offer) with { Op = DhcpOp.BootReply };

        IsSwallowed(new UdpDatagram(_client, 67, DhcpPacket.Broadcast, 68, offer.ToArray()).ToArray());
        IsSwallowed(new UdpDatagram(_client, 67, new(0x0a530007), 68, offer.ToArray()).ToArray());
    }

    [Theory]
    [InlineData(DhcpMessageType.Discover)]
    [InlineData(DhcpMessageType.Request)]
    [InlineData(DhcpMessageType.Release)]
    [InlineData((DhcpMessageType)200)]
    public void Only_an_inform_is_answered(DhcpMessageType type) => IsSwallowed(Datagram(Message(type)));

    [Fact]
    public void An_inform_about_or_from_anothers_address_is_not_answered()
    {
        IsSwallowed(Datagram(Message(DhcpMessageType.Inform) with { ClientAddress = new(0x0a530007) }));
        IsSwallowed(new UdpDatagram(new(0x0a530007), 68, _server, 67, Message(DhcpMessageType.Inform).ToArray()).ToArray());
        IsSwallowed(Inform(destination: 0x0a000001));
    }

    [Fact]
    public void A_damaged_or_cut_inform_is_not_answered()
    {
        var packet = Inform();
        packet[100] ^= 1;
        IsSwallowed(packet);
        IsSwallowed(new UdpDatagram(_client, 68, _server, 67, Message(DhcpMessageType.Inform).ToArray().AsSpan(0, 100)).ToArray());
    }

    [Fact]
    public void A_session_that_asks_for_ever_is_answered_now_and_then()
    {
        var answered = 0;
        for (var second = 0; second < 60; second++)
        {
            _now = Moment.Start + TimeSpan.FromSeconds(second);
            for (var i = 0; i < 10; i++)
                answered += _service.TryServe(Inform(), out var reply) && !reply.IsEmpty ? 1 : 0;
        }

        Assert.Equal(8 + 29, answered);
    }

    [Fact]
    public void Routes_that_are_changed_are_told_from_the_next_question_on()
    {
        _inForce = _configuration with { Routes = [IPNetwork.Parse("192.168.7.0/24")] };

        Assert.True(_service.TryServe(Inform(), out var reply));
        Assert.True(UdpDatagram.TryParse(reply.Span, out var datagram));
        Assert.True(DhcpMessage.TryParse(datagram.Payload, out var answer));
        Assert.Equal("192.168.7.0/24", Assert.Single(answer.Options.FindRoutes()!).Network.ToString());
    }

    [Fact]
    public void Routes_that_do_not_fit_the_mtu_are_told_to_the_log()
    {
        _inForce = _configuration with { Mtu = 576, Routes = [.. Enumerable.Range(0, 60).Select(i => new IPNetwork(new IPAddress([10, 0, 0, (byte)i]), 32))] };

        _service.TryServe(Inform(), out var reply);

        Assert.Equal(1, _leftOut);
        Assert.InRange(reply.Length, 300, 576);
    }

    [Fact]
    public async Task The_answer_comes_down_the_tunnel_and_a_false_offer_is_counted_as_dropped()
    {
        await using var server = await TestServer.StartAsync(configuration => configuration with { Routes = _configuration.Routes });
        await using var call = await ScriptedCall.OpenAsync(server);
        var client = call.Settings!.Client;

        await call.SendPacketAsync(new UdpDatagram(client, 67, DhcpPacket.Broadcast, 68, [1]).ToArray());
        var inform = Message(DhcpMessageType.Inform) with { ClientAddress = client };
        await call.SendPacketAsync(new UdpDatagram(client, 68, DhcpPacket.Broadcast, 67, inform.ToArray()).ToArray());
        await call.PlayAsync(() => call.Packets.Count > 0);

        Assert.True(UdpDatagram.TryParse(call.Packets[0], out var datagram));
        Assert.Equal(client, datagram.Destination);
        Assert.Empty(server.Packets);
        Assert.Equal(1, Assert.Single(server.Sessions.Open).Driver.Traffic.DroppedFor(DropReason.NotServed));
    }

    private static byte[] Inform(uint destination = uint.MaxValue) => Datagram(Message(DhcpMessageType.Inform), destination);

    private static byte[] Datagram(DhcpMessage message, uint destination = uint.MaxValue) =>
        new UdpDatagram(_client, 68, new(destination), 67, message.ToArray()).ToArray();

    private static DhcpMessage Message(DhcpMessageType type) => new(DhcpOp.BootRequest, 7)
    {
        ClientAddress = _client,
        Options = new DhcpOptionSet { type, { DhcpOptionCode.UserClass, UserClass.WriteRaw(UserClass.RemoteAccess) } },
    };

    private void IsSwallowed(byte[] packet)
    {
        Assert.True(_service.TryServe(packet, out var reply));
        Assert.True(reply.IsEmpty);
    }
}
