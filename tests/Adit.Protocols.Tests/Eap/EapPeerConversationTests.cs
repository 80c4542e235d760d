using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Protocols.Tests.Ppp;
using Adit.Protocols.Tests.Radius;

namespace Adit.Protocols.Tests.Eap;

public sealed class EapPeerConversationTests
{
    private const string Password = "clientPass";

    [Theory]
    [InlineData(EapType.MsChapV2)]
    [InlineData(EapType.Md5Challenge)]
    [InlineData(EapType.GenericTokenCard)]
    public void Who_knows_the_password_gets_in_and_both_ends_have_the_same_keys(EapType method)
    {
        var (server, peer) = Play([method], Peer(method), Password);

        var keys = Assert.IsType<EapPeerStep.Succeed>(peer).Keys;
        var served = Assert.IsType<EapStep.Succeed>(server).Reply.Keys;
        Assert.Equal(method is EapType.MsChapV2, keys.AreGenerated);
        Assert.Equal(Convert.ToHexString(served.Receive.Span), Convert.ToHexString(keys.Receive.Span));
        Assert.Equal(Convert.ToHexString(served.Send.Span), Convert.ToHexString(keys.Send.Span));
    }

    [Theory]
    [InlineData(EapType.MsChapV2)]
    [InlineData(EapType.Md5Challenge)]
    [InlineData(EapType.GenericTokenCard)]
    public void A_wrong_password_is_refused_with_its_code(EapType method)
    {
        var (_, peer) = Play([method], Peer(method), "another");

        Assert.Equal(691, Assert.IsType<PppFailure.Refused>(Assert.IsType<EapPeerStep.Fail>(peer).Reason).Error);
    }

    [Fact]
    public void The_server_is_led_to_the_method_that_is_wanted()
    {
        var (_, peer) = Play([EapType.Md5Challenge, EapType.MsChapV2], Peer(EapType.MsChapV2), Password);

        Assert.True(Assert.IsType<EapPeerStep.Succeed>(peer).Keys.AreGenerated);
    }

    [Fact]
    public void Without_a_method_in_common_the_last_one_offered_is_named()
    {
        var (_, peer) = Play([EapType.GenericTokenCard, EapType.Md5Challenge], Peer(EapType.MsChapV2), Password);

        Assert.Equal(new EapPeerFailure.NoMethodInCommon(EapType.GenericTokenCard), Assert.IsType<EapPeerStep.Fail>(peer).Reason);
    }

    [Theory]
    [InlineData("01070005fe", "02070006031a")] // an expanded type without anything in it
    [InlineData("010700060d20", "02070006031a")] // TLS
    [InlineData("0107000501", "020700090155736572")] // who are you
    [InlineData("010700090268656c6c6f", "0207000502")] // a notification
    public void Each_request_has_the_response_that_the_RFC_wants(string request, string response)
    {
        var packet = Convert.FromHexString(request);
        packet[3] = (byte)packet.Length;

        var said = Assert.IsType<EapPeerStep.Respond>(Peer(EapType.MsChapV2).Handle(packet));

        Assert.Equal(response, Convert.ToHexStringLower(said.Packet.Span));
    }

    [Fact]
    public void A_notification_is_kept_without_what_would_harm_a_terminal()
    {
        var peer = Peer(EapType.MsChapV2);

        peer.Handle(Request(1, EapType.Notification, [.. "locked"u8, 0x1b, .. "[2J"u8]));

        Assert.Equal("locked.[2J", peer.Notification);
    }

    [Theory]
    [InlineData("0300 0004")] // before anything was asked
    [InlineData("0400 0004")]
    public void An_end_before_the_beginning_is_none(string packet) =>
        Assert.IsType<EapPeerStep.Ignore>(Peer(EapType.MsChapV2).Handle(Convert.FromHexString(packet.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData(EapCode.Success, 1)] // the method has not proved the server
    [InlineData(EapCode.Success, 2)]
    [InlineData(EapCode.Failure, 9)] // about another response
    [InlineData(EapCode.Response, 1)]
    public void An_end_out_of_turn_is_as_if_it_had_not_come(EapCode code, byte id)
    {
        var peer = Peer(EapType.MsChapV2);
        peer.Handle(Request(1, EapType.MsChapV2, Challenge()));

        Assert.IsType<EapPeerStep.Ignore>(peer.Handle(new EapPacket(code, id, EapType.MsChapV2, default).ToBytes()));
        Assert.IsType<EapPeerStep.Respond>(peer.Handle(Request(1, EapType.MsChapV2, Challenge())));
    }

    [Fact]
    public void Failure_before_any_method_is_a_refusal_without_a_reason()
    {
        var peer = Peer(EapType.MsChapV2);
        peer.Handle(Request(1, EapType.Identity, []));

        var end = Assert.IsType<EapPeerStep.Fail>(peer.Handle(new EapPacket(EapCode.Failure, 1, EapType.None, default).ToBytes()));

        Assert.Equal(new EapPeerFailure.Refused(EapType.None), end.Reason);
        Assert.IsType<EapPeerStep.Ignore>(peer.Handle(Request(2, EapType.Identity, [])));
    }

    [Fact]
    public void A_request_that_comes_again_has_the_same_response()
    {
        var peer = Peer(EapType.MsChapV2);
        var first = Assert.IsType<EapPeerStep.Respond>(peer.Handle(Request(1, EapType.MsChapV2, Challenge())));

        var second = Assert.IsType<EapPeerStep.Respond>(peer.Handle(Request(1, EapType.MsChapV2, Challenge())));

        Assert.Equal(Convert.ToHexString(first.Packet.Span), Convert.ToHexString(second.Packet.Span));
    }

    [Fact]
    public void A_server_that_does_not_know_the_password_is_left()
    {
        var peer = Peer(EapType.MsChapV2);
        peer.Handle(Request(1, EapType.MsChapV2, Challenge()));
        byte[] forged = [3, 1, 0, 46, .. Encoding.ASCII.GetBytes("S=" + new string('0', 40))];

        var end = Assert.IsType<EapPeerStep.Fail>(peer.Handle(Request(2, EapType.MsChapV2, forged)));

        Assert.Equal(new PppFailure.AuthenticatorNotProven(), end.Reason);
    }

    [Fact]
    public void What_the_server_refused_is_acknowledged_and_known_from_then_on()
    {
        var peer = Peer(EapType.MsChapV2);
        peer.Handle(Request(1, EapType.MsChapV2, Challenge()));
        byte[] refusal = [4, 1, 0, 0, .. "E=647 R=0 C=00112233445566778899aabbccddeeff V=3 M=Disabled"u8];
        refusal[3] = (byte)refusal.Length;

        var said = Assert.IsType<EapPeerStep.Respond>(peer.Handle(Request(2, EapType.MsChapV2, refusal)));

        Assert.Equal("020200061a04", Convert.ToHexStringLower(said.Packet.Span));
        Assert.Equal(new PppFailure.Refused(647, MayRetry: false, "Disabled"), said.Known);
    }

    [Fact]
    public void An_expired_password_is_changed_inside_and_both_ends_have_the_keys_of_the_new_one()
    {
        var peer = Peer(EapType.MsChapV2, mayChange: true);

        var (server, end) = Play([EapType.MsChapV2], peer, Expired, "newClientPass");

        var keys = Assert.IsType<EapPeerStep.Succeed>(end).Keys;
        Assert.True(keys.AreGenerated);
        Assert.Equal(Convert.ToHexString(Assert.IsType<EapStep.Succeed>(server).Reply.Keys.Receive.Span), Convert.ToHexString(keys.Receive.Span));
        Assert.True(peer.HasChangedPassword);
    }

    [Fact]
    public void Who_has_no_new_password_to_give_is_refused_as_expired()
    {
        var peer = Peer(EapType.MsChapV2, mayChange: true);

        var (_, end) = Play([EapType.MsChapV2], peer, Expired, newPassword: null);

        Assert.Equal(648, Assert.IsType<PppFailure.Refused>(Assert.IsType<EapPeerStep.Fail>(end).Reason).Error);
        Assert.False(peer.HasChangedPassword);
    }

    [Fact]
    public void Nobody_is_asked_for_a_new_password_who_could_not_give_one()
    {
        var (_, end) = Play([EapType.MsChapV2], Peer(EapType.MsChapV2), Expired, newPassword: null);

        Assert.Equal(648, Assert.IsType<PppFailure.Refused>(Assert.IsType<EapPeerStep.Fail>(end).Reason).Error);
    }

    [Fact]
    public void A_new_password_that_the_server_does_not_take_is_asked_for_once()
    {
        var peer = Peer(EapType.MsChapV2, mayChange: true);
        AccessReply Refuse(AccessCredentials credentials) => credentials is AccessCredentials.MsChapV2Changed
            ? new AccessReply.Reject(AccessReason.PasswordChangeFailed, 0, 709, MayRetry: false)
            : Expired(credentials);

        var (_, end) = Play([EapType.MsChapV2], peer, Refuse, "short");

        Assert.Equal(709, Assert.IsType<PppFailure.Refused>(Assert.IsType<EapPeerStep.Fail>(end).Reason).Error);
        Assert.False(peer.HasChangedPassword);
    }

    [Fact]
    public void What_comes_while_a_person_thinks_is_as_if_it_had_not_come()
    {
        var peer = Peer(EapType.MsChapV2, mayChange: true);
        peer.Handle(Request(1, EapType.MsChapV2, Challenge()));
        byte[] expired = [4, 1, 0, 0, .. "E=648 R=0 C=00112233445566778899aabbccddeeff V=3 M=Expired"u8];
        expired[3] = (byte)expired.Length;

        Assert.IsType<EapPeerStep.AskNewPassword>(peer.Handle(Request(2, EapType.MsChapV2, expired)));

        Assert.IsType<EapPeerStep.Ignore>(peer.Handle(Request(2, EapType.MsChapV2, expired)));
        var change = Assert.IsType<EapPeerStep.Respond>(peer.HandleNewPassword("newClientPass"));
        Assert.True(EapPacket.TryParse(change.Packet, out var packet));
        Assert.Equal("070202" + "4a", Convert.ToHexStringLower(packet.Data.Span[..4])); // the code, the next identifier, 586 bytes
        Assert.Equal(2, packet.Identifier);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0101ffff10")]
    [InlineData("0101000500")] // a challenge of no length
    [InlineData("03010004")] // success before a challenge
    [InlineData("04010004")]
    [InlineData("07010004")] // a code of nobody's
    public void What_is_no_request_of_the_method_ends_it(string data)
    {
        var end = Assert.IsType<EapPeerStep.Fail>(Peer(EapType.MsChapV2).Handle(Request(1, EapType.MsChapV2, Convert.FromHexString(data))));

        Assert.Equal(new EapPeerFailure.MethodNotUnderstood(EapType.MsChapV2), end.Reason);
    }

    [Theory]
    [InlineData(EapType.GenericTokenCard)]
    [InlineData(EapType.Md5Challenge)]
    public void A_second_question_of_a_method_that_has_one_ends_it(EapType type)
    {
        var peer = Peer(type);
        peer.Handle(Request(1, type, [1, 2, 3]));

        var end = Assert.IsType<EapPeerStep.Fail>(peer.Handle(Request(2, type, [1, 2, 3])));

        Assert.Equal(new EapPeerFailure.MethodNotUnderstood(type), end.Reason);
    }

    [Fact]
    public void Nobody_keeps_a_conversation_going_for_ever()
    {
        var peer = Peer(EapType.MsChapV2);

        var ends = Enumerable.Range(0, 300).Select(id => peer.Handle(Request((byte)id, EapType.Notification, []))).OfType<EapPeerStep.Fail>();

        Assert.IsType<EapPeerFailure.TooManyRequests>(Assert.Single(ends).Reason);
    }

    [Fact]
    public void A_step_and_a_move_print_their_kind_alone()
    {
        var peer = Peer(EapType.GenericTokenCard);

        Assert.Equal("Respond", peer.Handle(Request(1, EapType.GenericTokenCard, [])).ToString());
        Assert.Equal("Respond", new EapPeerMove.Respond("secret"u8.ToArray()).ToString());
    }

    /// <summary>Server and peer together, until one of them has nothing to say.</summary>
    private static (EapStep Server, EapPeerStep Peer) Play(EapType[] offered, EapPeerConversation peer, string password) =>
        Play(offered, peer, credentials => Judging.Of(credentials, password), newPassword: null);

    private static (EapStep Server, EapPeerStep Peer) Play(
        EapType[] offered, EapPeerConversation peer, Func<AccessCredentials, AccessReply> judge, string? newPassword)
    {
        var server = new EapServer(offered, new EapServerServices(new FixedBytes()));
        EapStep served = new EapStep.Send(EapServer.RequestIdentity(1));
        while (true)
        {
            var said = peer.Handle(PacketOf(served));
            if (said is EapPeerStep.AskNewPassword)
                said = peer.HandleNewPassword(newPassword);
            if (said is not EapPeerStep.Respond respond)
                return (served, said);

            served = server.Handle(respond.Packet);
            if (served is EapStep.Judge question)
                served = server.HandleVerdict(judge(question.Credentials));
        }
    }

    private static ReadOnlyMemory<byte> PacketOf(EapStep step) => step switch
    {
        EapStep.Send send => send.Packet,
        EapStep.Succeed succeed => succeed.Reply.EapPacket,
        EapStep.Fail fail => fail.Reply.EapPacket,
        _ => throw new InvalidOperationException($"{step} says nothing."),
    };

    private static byte[] Request(byte id, EapType type, byte[] data) => new EapPacket(EapCode.Request, id, type, data).ToBytes();

    private static byte[] Challenge() => [1, 1, 0, 25, 16, .. new byte[16], .. "adit"u8];

    private static AccessReply Expired(AccessCredentials credentials) => Judging.Expired(credentials, Password);

    private static EapPeerConversation Peer(EapType type, bool mayChange = false) => new("User", [PeerMethods.Create(type, "User", Password, mayChange)]);
}
