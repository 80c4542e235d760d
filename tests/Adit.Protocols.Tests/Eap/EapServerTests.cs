using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;
using Adit.Protocols.Tests.Radius;

namespace Adit.Protocols.Tests.Eap;

public sealed class EapServerTests
{
    private const string Proof = "S=407A5589115FD0D6209F510FE9C04566932CDA56"; // RFC 2759 §9.2
    private const byte IdentityId = 5;

    [Fact]
    public void The_best_method_is_asked_first() => Assert.Equal(EapType.MsChapV2, Request(Server().Handle(Identity("User"))).Type);

    [Fact]
    public void A_Nak_gets_the_method_that_it_names()
    {
        var server = Server();
        var first = Request(server.Handle(Identity("User")));

        var second = Request(server.Handle(Response(first, EapType.Nak, [4])));

        Assert.Equal((EapType.Md5Challenge, (byte)(first.Identifier + 1)), (second.Type, second.Identifier));
    }

    [Theory]
    [InlineData(EapType.Nak, new byte[] { 13 })] // wants TLS
    [InlineData(EapType.Nak, new byte[] { 0 })] // wants nothing
    [InlineData(EapType.Nak, new byte[0])]
    [InlineData(EapType.Nak, new byte[] { 26 })] // what it has just refused
    [InlineData(EapType.Expanded, new byte[] { 0, 0, 0, 0, 0, 0, 3 })]
    public void Without_a_method_in_common_the_conversation_fails(EapType type, byte[] wanted)
    {
        var server = Server();
        var first = Request(server.Handle(Identity("User")));

        var end = Assert.IsType<EapStep.Fail>(server.Handle(Response(first, type, wanted)));

        Assert.Equal(AccessReason.EapTypeUnsupported, end.Reply.Reason);
        Assert.Equal($"04{first.Identifier:x2}0004", Convert.ToHexStringLower(end.Reply.EapPacket.Span));
    }

    [Fact]
    public void Once_a_method_is_answered_a_Nak_is_ignored()
    {
        var server = Server();
        var first = Request(server.Handle(Identity("User")));
        var second = Judged(server, first, Accept());

        Assert.IsType<EapStep.Ignore>(server.Handle(Response(second, EapType.Nak, [4])));
    }

    [Fact]
    public void Who_answers_the_challenge_is_judged_by_it()
    {
        var server = Server();
        var first = Request(server.Handle(Identity("EXAMPLE\\User")));

        var judge = Assert.IsType<EapStep.Judge>(server.Handle(Response(first, EapType.MsChapV2, MsChapV2Response(first, "User"))));

        var exchange = Assert.IsType<AccessCredentials.MsChapV2>(judge.Credentials).Exchange;
        Assert.Equal(("User", first.Identifier), (exchange.UserName, exchange.Identifier));
        Assert.Equal(first.Data.Slice(5, 16).ToArray(), exchange.AuthenticatorChallenge.ToArray());
        Assert.Equal((16, 24), (exchange.PeerChallenge.Length, exchange.NtResponse.Length));
    }

    [Fact]
    public void Who_is_accepted_hears_the_proof_first_and_then_Success()
    {
        var server = Server();
        var proof = Judged(server, Request(server.Handle(Identity("User"))), Accept());
        Assert.Equal($"{Proof} M=OK", Encoding.ASCII.GetString(proof.Data.Span[4..]));

        var end = Assert.IsType<EapStep.Succeed>(server.Handle(Response(proof, EapType.MsChapV2, [3])));

        Assert.Equal($"03{proof.Identifier:x2}0004", Convert.ToHexStringLower(end.Reply.EapPacket.Span));
        Assert.True(end.Reply.Keys.AreGenerated);
        Assert.Null(end.Reply.AuthenticatorResponse); // it is MS-CHAP2-Success's, and there is none
    }

    [Fact]
    public void Who_is_refused_hears_the_code_first_and_then_Failure()
    {
        var server = Server();
        var refusal = Judged(server, Request(server.Handle(Identity("User"))), new AccessReply.Reject(AccessReason.AccountDisabled, 6, 647, false));
        Assert.StartsWith("E=647 R=0 C=", Encoding.ASCII.GetString(refusal.Data.Span[4..]), StringComparison.Ordinal);

        var end = Assert.IsType<EapStep.Fail>(server.Handle(Response(refusal, EapType.MsChapV2, [4])));

        Assert.Equal(AccessReason.AccountDisabled, end.Reply.Reason);
    }

    [Fact]
    public void Who_changes_an_expired_password_is_judged_by_the_change_and_comes_in()
    {
        var server = Server();
        var refusal = Judged(server, Request(server.Handle(Identity("User"))), new AccessReply.Reject(AccessReason.PasswordExpired, 6, 648, false));
        Assert.Matches("^E=648 R=0 C=[0-9A-F]{32} V=3", Encoding.ASCII.GetString(refusal.Data.Span[4..]));

        var judge = Assert.IsType<EapStep.Judge>(server.Handle(Response(refusal, EapType.MsChapV2, ChangeOf(refusal))));
        var change = Assert.IsType<AccessCredentials.MsChapV2Changed>(judge.Credentials).Change;
        var success = Request(server.HandleVerdict(Accept()));
        var end = server.Handle(Response(success, EapType.MsChapV2, [3]));

        Assert.Equal(("User", (byte)(refusal.Data.Span[1] + 1)), (change.Exchange.UserName, change.Exchange.Identifier));
        Assert.Contains(
            Convert.ToHexString(change.Exchange.AuthenticatorChallenge.Span), Encoding.ASCII.GetString(refusal.Data.Span), StringComparison.Ordinal);
        Assert.Equal(change.Exchange.Identifier, success.Data.Span[1]);
        Assert.True(Assert.IsType<EapStep.Succeed>(end).Reply.Keys.AreGenerated);
    }

    [Fact]
    public void Who_was_refused_for_another_reason_changes_no_password()
    {
        var server = Server();
        var refusal = Judged(server, Request(server.Handle(Identity("User"))), new AccessReply.Reject(AccessReason.WrongCredentials, 6, 691, true));

        var end = Assert.IsType<EapStep.Fail>(server.Handle(Response(refusal, EapType.MsChapV2, ChangeOf(refusal))));

        Assert.Equal(AccessReason.EapBrokenOff, end.Reply.Reason);
    }

    [Fact]
    public void A_change_that_is_refused_is_the_end()
    {
        var server = Server();
        var refusal = Judged(server, Request(server.Handle(Identity("User"))), new AccessReply.Reject(AccessReason.PasswordExpired, 6, 648, false));
        Assert.IsType<EapStep.Judge>(server.Handle(Response(refusal, EapType.MsChapV2, ChangeOf(refusal))));
        var second = Request(server.HandleVerdict(new AccessReply.Reject(AccessReason.PasswordChangeFailed, 7, 709, false)));

        var end = Assert.IsType<EapStep.Fail>(server.Handle(Response(second, EapType.MsChapV2, [4])));

        Assert.StartsWith("E=709", Encoding.ASCII.GetString(second.Data.Span[4..]), StringComparison.Ordinal);
        Assert.Equal(AccessReason.PasswordChangeFailed, end.Reply.Reason);
    }

    [Fact]
    public void Who_was_refused_cannot_claim_success()
    {
        var server = Server();
        var refusal = Judged(server, Request(server.Handle(Identity("User"))), new AccessReply.Reject(AccessReason.WrongCredentials, 6, 691, true));

        var end = Assert.IsType<EapStep.Fail>(server.Handle(Response(refusal, EapType.MsChapV2, [3])));

        Assert.Equal(AccessReason.EapBrokenOff, end.Reply.Reason);
    }

    [Fact]
    public void Another_name_in_the_method_than_in_the_identity_fails()
    {
        var server = Server();
        var first = Request(server.Handle(Identity("User")));

        var end = Assert.IsType<EapStep.Fail>(server.Handle(Response(first, EapType.MsChapV2, MsChapV2Response(first, "Admin"))));

        Assert.Equal(AccessReason.IdentityMismatch, end.Reply.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0106003a31")]
    [InlineData("0206003b31")] // a length that lies
    public void A_response_that_is_none_breaks_off(string data)
    {
        var server = Server();
        var first = Request(server.Handle(Identity("User")));

        var end = Assert.IsType<EapStep.Fail>(server.Handle(Response(first, EapType.MsChapV2, Convert.FromHexString(data))));

        Assert.Equal(AccessReason.EapBrokenOff, end.Reply.Reason);
    }

    [Theory]
    [InlineData("0306000400")] // Success, from the peer
    [InlineData("04060004")]
    [InlineData("0106000501")] // a request
    [InlineData("02070006041a")] // another identifier
    [InlineData("0206000501")] // the identity again
    [InlineData("0206ffff01")]
    [InlineData("0206")]
    [InlineData("")]
    public void What_does_not_belong_here_is_as_if_it_had_not_come(string packet)
    {
        var server = Server();
        var first = Request(server.Handle(Identity("User")));

        Assert.IsType<EapStep.Ignore>(server.Handle(Convert.FromHexString(packet)));
        Assert.IsType<EapStep.Judge>(server.Handle(Response(first, EapType.MsChapV2, MsChapV2Response(first, "User"))));
    }

    [Fact]
    public void Before_an_identity_there_is_no_method() =>
        Assert.IsType<EapStep.Ignore>(Server().Handle(Convert.FromHexString("020100051a")));

    [Fact]
    public void While_credentials_are_judged_nothing_else_counts()
    {
        var server = Server();
        var response = Response(Request(server.Handle(Identity("User"))) is var first ? first : default, EapType.MsChapV2, MsChapV2Response(first, "User"));
        server.Handle(response);

        Assert.IsType<EapStep.Ignore>(server.Handle(response));
    }

    [Fact]
    public void Nobody_keeps_a_conversation_going_for_ever()
    {
        var server = Server();
        var first = Request(server.Handle(Identity("User")));

        var ends = Enumerable.Range(0, 400).Select(_ => server.Handle(Response(first, EapType.Notification, []))).OfType<EapStep.Fail>();

        Assert.Equal(AccessReason.EapBrokenOff, Assert.Single(ends).Reply.Reason);
    }

    [Fact]
    public void A_step_prints_its_kind_alone()
    {
        var server = new EapServer([EapType.GenericTokenCard], new EapServerServices(new FixedBytes()));
        var first = Request(server.Handle(Identity("User")));

        Assert.Equal("Judge", server.Handle(Response(first, EapType.GenericTokenCard, "secret"u8.ToArray())).ToString());
    }

    private static EapServer Server() => new([EapType.MsChapV2, EapType.Md5Challenge], new EapServerServices(new FixedBytes()));

    private static byte[] Identity(string name) =>
        new EapPacket(EapCode.Response, IdentityId, EapType.Identity, Encoding.UTF8.GetBytes(name)).ToBytes();

    private static byte[] Response(EapPacket request, EapType type, byte[] data) =>
        new EapPacket(EapCode.Response, request.Identifier, type, data).ToBytes();

    private static byte[] MsChapV2Response(EapPacket request, string name) =>
        [2, request.Identifier, 0, (byte)(54 + name.Length), 49, .. new byte[49], .. Encoding.UTF8.GetBytes(name)];

    private static EapPacket Request(EapStep step)
    {
        Assert.True(EapPacket.TryParse(Assert.IsType<EapStep.Send>(step).Packet, out var packet));
        return packet;
    }

    private static EapPacket Judged(EapServer server, EapPacket challenge, AccessReply verdict)
    {
        Assert.IsType<EapStep.Judge>(server.Handle(Response(challenge, EapType.MsChapV2, MsChapV2Response(challenge, "User"))));
        return Request(server.HandleVerdict(verdict));
    }

    private static AccessReply.Accept Accept()
    {
        Assert.True(SessionKeys.TryCreate(new byte[16], new byte[16], out var keys));
        return new AccessReply.Accept("User", 6, Proof, keys);
    }

    /// <summary>OpCode 7, the identifier after the refusal's, the length, and 582 bytes.</summary>
    private static byte[] ChangeOf(EapPacket refusal) => [7, (byte)(refusal.Data.Span[1] + 1), 2, 0x4a, .. new byte[582]];
}
