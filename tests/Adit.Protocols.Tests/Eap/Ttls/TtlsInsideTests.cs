using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Ttls;
using Adit.Protocols.Radius;
using Adit.Protocols.Tests.Radius;

namespace Adit.Protocols.Tests.Eap.Ttls;

public sealed class TtlsInsideTests
{
    private const string Proof = "S=407A5589115FD0D6209F510FE9C04566932CDA56"; // RFC 2759 §9.2

    private static readonly TtlsOptions Everything = new()
    {
        Methods = [TtlsMethod.Pap, TtlsMethod.Chap, TtlsMethod.MsChapV2],
        Eap = [EapType.GenericTokenCard],
    };

    [Fact]
    public void A_password_comes_without_the_NULs_that_hide_its_length()
    {
        var (inside, tunnel) = Begun();

        var judge = Assert.IsType<EapMove.Judge>(inside.Handle(Pap("secret\0\0\0\0\0\0\0\0\0\0")));
        var credentials = Assert.IsType<AccessCredentials.Pap>(judge.Credentials);
        Assert.Equal(("User", "secret"), (credentials.UserName, Encoding.ASCII.GetString(credentials.Password.Span)));

        var end = Assert.IsType<EapMove.Done>(inside.HandleVerdict(Acceptance()));
        Assert.Equal(EapTunnelKeys.KeyMaterial(tunnel, EapType.Ttls)[..32], end.Keys.Receive.ToArray());
        Assert.Equal(EapTunnelKeys.KeyMaterial(tunnel, EapType.Ttls)[32..64], end.Keys.Send.ToArray());
    }

    [Fact]
    public void A_CHAP_response_is_to_the_tunnel_s_challenge()
    {
        var (inside, tunnel) = Begun();
        var challenge = Challenge(tunnel);

        var judge = Assert.IsType<EapMove.Judge>(inside.Handle(Chap(challenge)));

        var exchange = Assert.IsType<AccessCredentials.ChapMd5>(judge.Credentials).Exchange;
        Assert.Equal((challenge[16], "User"), (exchange.Identifier, exchange.UserName));
        Assert.Equal(challenge[..16], exchange.Challenge.ToArray());
    }

    [Fact]
    public void With_MS_CHAPv2_the_peer_gets_the_server_s_proof_and_says_that_it_did()
    {
        var (inside, tunnel) = Begun();
        var challenge = Challenge(tunnel);

        var judge = Assert.IsType<EapMove.Judge>(inside.Handle(MsChapV2(challenge)));
        var exchange = Assert.IsType<AccessCredentials.MsChapV2>(judge.Credentials).Exchange;
        Assert.Equal(challenge[..16], exchange.AuthenticatorChallenge.ToArray());
        Assert.Equal((Filled(16, 1), Filled(24, 2)), (Convert.ToHexString(exchange.PeerChallenge.Span), Convert.ToHexString(exchange.NtResponse.Span)));

        var told = Assert.IsType<EapMove.Request>(inside.HandleVerdict(Acceptance(Proof)));
        Assert.True(TtlsAvp.TryParse(told.Data, out var avps));
        var success = Assert.Single(avps);
        Assert.Equal(TtlsAvpCode.MsChap2Success, success.Code);
        Assert.Equal([challenge[16], .. Encoding.ASCII.GetBytes(Proof)], success.Value.ToArray());

        Assert.IsType<AccessReply.Accept>(Assert.IsType<EapMove.Done>(inside.Handle(default)).Verdict);
    }

    [Fact]
    public void A_response_to_another_challenge_breaks_off()
    {
        var elsewhere = new byte[TtlsCredentials.ChallengeLength];

        Assert.Equal(AccessReason.EapBrokenOff, Reason(Begun().Inside.Handle(Chap(elsewhere))));
        Assert.Equal(AccessReason.EapBrokenOff, Reason(Begun().Inside.Handle(MsChapV2(elsewhere))));
    }

    [Fact]
    public void A_response_with_another_identifier_breaks_off()
    {
        var (inside, tunnel) = Begun();
        var challenge = Challenge(tunnel);
        challenge[16]++;

        Assert.Equal(AccessReason.EapBrokenOff, Reason(inside.Handle(MsChapV2(challenge))));
    }

    [Fact]
    public void EAP_goes_through_AVPs_until_it_ends()
    {
        var (inside, _) = Begun();

        var request = Eap(inside.Handle(Eap(EapType.Identity, 0, "User")));
        Assert.Equal(EapType.GenericTokenCard, request.Type);
        var judge = Assert.IsType<EapMove.Judge>(inside.Handle(Eap(EapType.GenericTokenCard, request.Identifier, "secret")));
        Assert.Equal("User", judge.Credentials.UserName);

        Assert.IsType<AccessReply.Accept>(Assert.IsType<EapMove.Done>(inside.HandleVerdict(Acceptance())).Verdict);
    }

    [Fact]
    public void An_EAP_packet_may_come_in_pieces()
    {
        var (inside, _) = Begun();
        var packet = new EapPacket(EapCode.Response, 0, EapType.Identity, "User"u8.ToArray()).ToBytes();

        Assert.Equal(EapType.GenericTokenCard, Eap(inside.Handle((byte[])[.. Avp(TtlsAvpCode.EapMessage, packet[..4]), .. Avp(TtlsAvpCode.EapMessage, packet[4..])])).Type);
    }

    [Fact]
    public void Who_began_EAP_does_not_end_with_a_password()
    {
        var (inside, _) = Begun();
        inside.Handle(Eap(EapType.Identity, 0, "User"));

        Assert.Equal(AccessReason.EapBrokenOff, Reason(inside.Handle(Pap("secret"))));
    }

    [Fact]
    public void What_is_not_allowed_inside_is_refused()
    {
        var none = new TtlsOptions { Methods = [], Eap = [] };

        Assert.Equal(AccessReason.EapTypeUnsupported, Reason(Begun(none).Inside.Handle(Pap("secret"))));
        Assert.Equal(AccessReason.EapTypeUnsupported, Reason(Begun(none).Inside.Handle(Eap(EapType.Identity, 0, "User"))));
    }

    [Fact]
    public void Who_is_refused_is_refused()
    {
        var (inside, tunnel) = Begun();
        inside.Handle(Pap("wrong"));

        var end = Assert.IsType<EapMove.Done>(inside.HandleVerdict(new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: true)));

        Assert.Equal((AccessReason.WrongCredentials, false), (Assert.IsType<AccessReply.Reject>(end.Verdict).Reason, end.Keys.AreGenerated));
        Assert.Null(tunnel.Note);
    }

    [Fact]
    public void A_mandatory_AVP_that_we_do_not_know_breaks_off()
    {
        Assert.Equal(AccessReason.EapBrokenOff, Reason(Begun().Inside.Handle((byte[])[.. Pap("secret"), .. Avp((TtlsAvpCode)6, [0])])));
        Assert.IsType<EapMove.Judge>(Begun().Inside.Handle((byte[])[.. Pap("secret"), .. new TtlsAvp((TtlsAvpCode)6, false, new byte[1]).ToBytes()]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000000014000000C55736572")] // a name alone
    [InlineData("000000024000000C55736572")] // a password without a name
    [InlineData("0000000140000008000000024000000C55736572")] // an empty name
    [InlineData("0000004F4000000C03070004")] // EAP-Success
    [InlineData("0000004F4000000855")]
    public void What_is_no_proof_breaks_off(string data) =>
        Assert.Equal(AccessReason.EapBrokenOff, Reason(Begun().Inside.Handle(Convert.FromHexString(data))));

    [Fact]
    public void A_session_that_is_resumed_has_nothing_inside_but_the_question_whether_the_user_may_still_enter()
    {
        var (first, tunnel) = Begun();
        first.Handle(Pap("secret"));
        first.HandleVerdict(Acceptance());

        var inside = new TtlsInside(Server(), Everything);
        Assert.Equal(
            new AccessCredentials.Resumed("User"), Assert.IsType<EapMove.Judge>(inside.Begin(new OpenTunnel(remembered: tunnel.Note))).Credentials);
        Assert.True(Assert.IsType<EapMove.Done>(inside.HandleVerdict(Acceptance())).Keys.AreGenerated);
    }

    [Fact]
    public void In_TLS_1_3_the_server_says_inside_that_a_resumed_session_is_accepted()
    {
        var inside = new TtlsInside(Server(), Everything);
        inside.Begin(new OpenTunnel(version: 0x0304, remembered: [1, .. "User"u8]));

        Assert.Equal([0], Assert.IsType<EapMove.Request>(inside.HandleVerdict(Acceptance())).Data.ToArray());
        Assert.IsType<AccessReply.Accept>(Assert.IsType<EapMove.Done>(inside.Handle(default)).Verdict);
    }

    private static (TtlsInside Inside, OpenTunnel Tunnel) Begun(TtlsOptions? options = null)
    {
        var (inside, tunnel) = (new TtlsInside(Server(), options ?? Everything), new OpenTunnel());
        Assert.Null(inside.Begin(tunnel));
        return (inside, tunnel);
    }

    private static EapServer Server() => new([EapType.GenericTokenCard], new EapServerServices(new FixedBytes()));

    private static byte[] Challenge(OpenTunnel tunnel)
    {
        var challenge = new byte[TtlsCredentials.ChallengeLength];
        tunnel.ExportKeyingMaterial("ttls challenge", context: null, challenge);
        return challenge;
    }

    private static AccessReply.Accept Acceptance(string? proof = null) => new("User", 0, proof, SessionKeys.NotGenerated);

    private static byte[] Avp(TtlsAvpCode code, byte[] value) => new TtlsAvp(code, IsMandatory: true, value).ToBytes();

    private static byte[] Name => Avp(TtlsAvpCode.UserName, "User"u8.ToArray());

    private static byte[] Pap(string password) => [.. Name, .. Avp(TtlsAvpCode.UserPassword, Encoding.ASCII.GetBytes(password))];

    private static byte[] Chap(byte[] challenge) =>
        [.. Name, .. Avp(TtlsAvpCode.ChapChallenge, challenge[..16]), .. Avp(TtlsAvpCode.ChapPassword, [challenge[16], .. new byte[16]])];

    private static byte[] MsChapV2(byte[] challenge) =>
    [
        .. Name, .. Avp(TtlsAvpCode.MsChapChallenge, challenge[..16]),
        .. Avp(TtlsAvpCode.MsChap2Response, [challenge[16], 0, .. Convert.FromHexString(Filled(16, 1)), .. new byte[8], .. Convert.FromHexString(Filled(24, 2))]),
    ];

    private static byte[] Eap(EapType type, byte identifier, string data) =>
        Avp(TtlsAvpCode.EapMessage, new EapPacket(EapCode.Response, identifier, type, Encoding.ASCII.GetBytes(data)).ToBytes());

    private static EapPacket Eap(EapMove move)
    {
        Assert.True(TtlsAvp.TryParse(Assert.IsType<EapMove.Request>(move).Data, out var avps));
        Assert.True(EapPacket.TryParse(Assert.Single(avps).Value, out var packet));
        return packet;
    }

    private static string Filled(int count, byte value) => Convert.ToHexString([.. Enumerable.Repeat(value, count)]);

    private static AccessReason Reason(EapMove move) => Assert.IsType<EapMove.BreakOff>(move).Reason;
}
