using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Dhcpv6;

namespace Adit.Protocols.Tests.Ip.Dhcpv6;

public sealed class StatelessDhcpv6Tests
{
    // dhcpcd 9.4.1 asks for settings; the checksum, which its network card was to make, was put in.
    private static byte[] DhcpcdRequest => Packet(
        "60012b4400341101fe800000000000007869b8fffe8e4a68ff0200000000000000000000000100020222022300340000" +
        "0b70e2ae0001000e000100013294659ad6c301fba5b70006000c001700180020002700520053000800020000");

    private static readonly Dhcpv6Message Settings = new(Dhcpv6MessageType.None, 0)
    {
        ServerId = new byte[] { 0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
        DnsServers = [new(0xfd77_0000_0000_0000, 0x53)],
        SearchDomains = ["corp.example"],
        RefreshTime = 3600,
    };

    [Fact]
    public void A_clients_request_is_read()
    {
        Assert.True(Dhcpv6Datagram.IsClaimedForServer(DhcpcdRequest));
        Assert.True(Dhcpv6Datagram.TryParse(DhcpcdRequest, out var datagram));

        Assert.Equal(Ipv6Address.LinkLocal(0x7869_b8ff_fe8e_4a68), datagram.Source);
        Assert.Equal(Ipv6Address.AllDhcpServers, datagram.Destination);
        Assert.Equal((Dhcpv6MessageType.InformationRequest, 0x70e2aeu), (datagram.Message.Type, datagram.Message.TransactionId));
        Assert.Equal("000100013294659AD6C301FBA5B7", Convert.ToHexString(datagram.Message.ClientId.Span));
        Assert.Equal<ushort>([23, 24, 32, 39, 82, 83], datagram.Message.Requested);
    }

    [Fact]
    public void It_is_told_all_that_it_requested_and_the_answer_is_its_own()
    {
        Assert.True(Dhcpv6Datagram.TryParse(DhcpcdRequest, out var request));

        var answer = StatelessDhcpv6.Answer(request.Message, Settings)!;
        var packet = new Dhcpv6Datagram(Ipv6Address.LinkLocal(1), request.Source, answer).ToPacket();

        Assert.True(Dhcpv6Datagram.IsClaimedForClient(packet));
        Assert.True(Dhcpv6Datagram.TryParse(packet, out var read));
        Assert.True(StatelessDhcpv6.IsAnswer(read.Message, request.Message));
        Assert.Equal(Settings.DnsServers, read.Message.DnsServers);
        Assert.Equal(Settings.SearchDomains, read.Message.SearchDomains);
        Assert.Equal(3600u, read.Message.RefreshTime);
        Assert.Equal(Settings.ServerId.ToArray(), read.Message.ServerId.ToArray());
    }

    [Fact]
    public void What_was_not_requested_is_not_told()
    {
        var request = StatelessDhcpv6.Request(7, new byte[] { 0, 3, 1 }) with { Requested = [24] };

        var answer = StatelessDhcpv6.Answer(request, Settings)!;

        Assert.Empty(answer.DnsServers);
        Assert.Equal(Settings.SearchDomains, answer.SearchDomains);
    }

    [Fact]
    public void Only_our_own_request_for_settings_alone_is_answered()
    {
        var ours = StatelessDhcpv6.Request(7, new byte[] { 0, 3, 1 });
        byte[] addresses = [.. ours.ToBytes(), 0, 3, 0, 12, .. new byte[12]];

        Assert.NotNull(StatelessDhcpv6.Answer(ours, Settings));
        Assert.NotNull(StatelessDhcpv6.Answer(ours with { ServerId = Settings.ServerId }, Settings));
        Assert.Null(StatelessDhcpv6.Answer(ours with { ServerId = new byte[] { 0, 4, 9 } }, Settings));
        Assert.Null(StatelessDhcpv6.Answer(ours with { Type = (Dhcpv6MessageType)1 }, Settings)); // Solicit
        Assert.True(Dhcpv6Message.TryParse(addresses, out var asking));
        Assert.Null(StatelessDhcpv6.Answer(asking, Settings));
    }

    [Fact]
    public void A_client_takes_only_the_answer_to_its_own_request()
    {
        var request = StatelessDhcpv6.Request(7, new byte[] { 0, 3, 1 });
        var answer = StatelessDhcpv6.Answer(request, Settings)!;

        Assert.True(StatelessDhcpv6.IsAnswer(answer, request));
        Assert.False(StatelessDhcpv6.IsAnswer(answer with { TransactionId = 8 }, request));
        Assert.False(StatelessDhcpv6.IsAnswer(answer with { ClientId = new byte[] { 0, 3, 2 } }, request));
        Assert.False(StatelessDhcpv6.IsAnswer(answer with { ServerId = default }, request));
        Assert.False(StatelessDhcpv6.IsAnswer(request, request));
    }

    [Theory]
    [InlineData("0b")] // no transaction
    [InlineData("0b00000700")] // half an option
    [InlineData("0b00000700010004aabb")] // an option that runs out
    [InlineData("0b00000700010002aabb")] // a DUID of a type alone
    [InlineData("0b00000700060003001700")] // half a code
    [InlineData("0b0000070017000fffffffffffffffffffffffffffffff")] // half an address
    [InlineData("0b00000700180003026162")] // a name without its end
    [InlineData("0b0000070001000300030100010003000301")] // two clients
    public void A_malformed_message_is_refused(string hex) => Assert.False(Dhcpv6Message.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_datagram_with_a_wrong_or_no_checksum_is_refused()
    {
        var wrong = DhcpcdRequest;
        wrong[46] ^= 1;
        var none = DhcpcdRequest;
        none.AsSpan(46, 2).Clear();

        Assert.False(Dhcpv6Datagram.TryParse(wrong, out _));
        Assert.False(Dhcpv6Datagram.TryParse(none, out _));
    }

    private static byte[] Packet(string hex)
    {
        var packet = Convert.FromHexString(hex);
        var checksum = Packets.Checksum([.. Packets.PseudoHeader(packet, 40, 17), .. packet[40..]]);
        (packet[46], packet[47]) = ((byte)(checksum >> 8), (byte)checksum);
        return packet;
    }
}
