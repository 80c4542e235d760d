using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Radius;
using Adit.Protocols.Tests.Radius;

namespace Adit.Protocols.Tests.Eap.Peap;

public sealed class PeapInsideTests
{
    private static readonly AccessReply Refusal = new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: true);

    [Fact]
    public void Inside_the_peer_says_who_it_is_proves_it_and_both_say_how_it_ended()
    {
        var (inside, tunnel) = Begun();

        Assert.Equal("06" + Convert.ToHexString("Password: "u8), Hex(inside.Handle(Identity)));
        var judge = Assert.IsType<EapMove.Judge>(inside.Handle(Password));
        Assert.Equal(new AccessCredentials.Pap("User", default).UserName, judge.Credentials.UserName);
        var told = Told(inside.HandleVerdict(Acceptance()));
        Assert.Equal(PeapResult.Success, told.Result);

        var end = Assert.IsType<EapMove.Done>(inside.Handle(Answer(PeapResult.Success, Binding(tunnel))));

        Assert.IsType<AccessReply.Accept>(end.Verdict);
        Assert.Equal(Keys(tunnel).ToSessionKeys().Receive.ToArray(), end.Keys.Receive.ToArray());
    }

    [Fact]
    public void The_server_s_binding_is_made_from_the_keys_of_tunnel_and_method()
    {
        var (inside, tunnel) = Begun();

        var told = Told(Accepted(inside));

        Assert.True(told.Binding!.Verify(isResponse: false, Keys(tunnel).CompoundMacKey.Span));
    }

    [Fact]
    public void Who_does_not_bind_is_let_in_with_the_tunnel_s_own_keys()
    {
        var (inside, tunnel) = Begun();
        Accepted(inside);

        var end = Assert.IsType<EapMove.Done>(inside.Handle(Answer(PeapResult.Success)));

        Assert.Equal(EapTunnelKeys.KeyMaterial(tunnel, EapType.Peap)[..32], end.Keys.Receive.ToArray());
    }

    [Fact]
    public void Where_it_is_required_who_does_not_bind_is_refused()
    {
        var (inside, _) = Begun(new PeapOptions { CryptoBinding = PeapBindingRule.Required });
        Accepted(inside);

        Assert.Equal(AccessReason.CryptoBindingMissing, Reason(inside.Handle(Answer(PeapResult.Success))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wrong_binding_is_refused_always(bool saysSuccess)
    {
        var (inside, _) = Begun();
        Accepted(inside);
        var wrong = PeapCryptoBinding.Sign(isResponse: true, new byte[32], new byte[20]);

        Assert.Equal(AccessReason.CryptoBindingInvalid, Reason(inside.Handle(Answer(saysSuccess ? PeapResult.Success : PeapResult.Failure, wrong))));
    }

    [Fact]
    public void Our_own_binding_sent_back_to_us_is_wrong()
    {
        var (inside, _) = Begun();
        var ours = Told(Accepted(inside)).Binding!;

        Assert.Equal(AccessReason.CryptoBindingInvalid, Reason(inside.Handle(Answer(PeapResult.Success, ours))));
        Assert.Equal(AccessReason.CryptoBindingInvalid, Reason(inside.Handle(Answer(PeapResult.Success, ours with { IsResponse = true }))));
    }

    [Fact]
    public void A_binding_of_another_tunnel_is_wrong()
    {
        var (inside, _) = Begun();
        Accepted(inside);

        Assert.Equal(
            AccessReason.CryptoBindingInvalid, Reason(inside.Handle(Answer(PeapResult.Success, Binding(new OpenTunnel(version: 0x0304))))));
    }

    [Fact]
    public void A_peer_that_says_failure_is_not_let_in()
    {
        var (inside, _) = Begun();
        Accepted(inside);

        Assert.Equal(AccessReason.EapBrokenOff, Reason(inside.Handle(Answer(PeapResult.Failure))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("03070004")] // EAP-Success
    [InlineData("0155736572")] // the identity again
    [InlineData("0207000621AA")]
    public void A_result_that_is_none_breaks_off(string answer)
    {
        var (inside, _) = Begun();
        Accepted(inside);

        Assert.Equal(AccessReason.EapBrokenOff, Reason(inside.Handle(Convert.FromHexString(answer))));
    }

    [Theory]
    [InlineData("02070006210000")]
    [InlineData("")]
    [InlineData("0207000B21800300020001")] // success, it says
    public void Who_was_refused_stays_so_whatever_it_says(string answer)
    {
        var (inside, _) = Begun();
        inside.Handle(Identity);
        inside.Handle(Password);
        Assert.Equal(PeapResult.Failure, Told(inside.HandleVerdict(Refusal)).Result);

        Assert.Same(Refusal.GetType(), Assert.IsType<EapMove.Done>(inside.Handle(Convert.FromHexString(answer))).Verdict.GetType());
    }

    [Theory]
    [InlineData("")]
    [InlineData("03070004")] // EAP-Success from the client, before it has proved anything
    [InlineData("0207000B21800300020001")] // a result, before there is one
    [InlineData("1A")] // a method that was not asked for
    [InlineData("FE0001370000002100")] // SoH
    public void What_does_not_belong_there_breaks_off(string data)
    {
        var (inside, _) = Begun();

        Assert.Equal(AccessReason.EapBrokenOff, Reason(inside.Handle(Convert.FromHexString(data))));
    }

    [Fact]
    public void A_method_inside_is_not_begun_twice()
    {
        var (inside, _) = Begun();
        inside.Handle(Identity);

        Assert.Equal(AccessReason.EapBrokenOff, Reason(inside.Handle(Identity)));
    }

    [Fact]
    public void A_peer_that_wants_no_method_of_ours_hears_so_inside()
    {
        var (inside, _) = Begun();
        inside.Handle(Identity);

        Assert.Equal(PeapResult.Failure, Told(inside.Handle(Convert.FromHexString("030D"))).Result);
        Assert.Equal(
            AccessReason.EapTypeUnsupported,
            Assert.IsType<AccessReply.Reject>(Assert.IsType<EapMove.Done>(inside.Handle(Answer(PeapResult.Failure))).Verdict).Reason);
    }

    [Fact]
    public void A_session_that_is_resumed_goes_to_the_result_when_the_user_may_still_enter()
    {
        var (first, tunnel) = Begun();
        Accepted(first);
        first.Handle(Answer(PeapResult.Success, Binding(tunnel)));

        var resumed = new OpenTunnel(remembered: tunnel.Note);
        var inside = Inside(new PeapOptions());
        Assert.Equal(new AccessCredentials.Resumed("User"), Assert.IsType<EapMove.Judge>(inside.Begin(resumed)).Credentials);
        var told = Told(inside.HandleVerdict(Acceptance()));
        var keys = PeapKeys.DeriveResumed(EapTunnelKeys.KeyMaterial(resumed, EapType.Peap));
        Assert.True(told.Binding!.Verify(isResponse: false, keys.CompoundMacKey.Span));

        var binding = PeapCryptoBinding.Sign(isResponse: true, told.Binding.Nonce, keys.CompoundMacKey.Span);
        Assert.IsType<AccessReply.Accept>(Assert.IsType<EapMove.Done>(inside.Handle(Answer(PeapResult.Success, binding))).Verdict);
        Assert.Equal(tunnel.Note, resumed.Note);
    }

    [Fact]
    public void A_session_of_one_who_may_no_longer_enter_goes_on_with_the_method_that_tells_why()
    {
        var inside = Inside(new PeapOptions());
        inside.Begin(new OpenTunnel(remembered: [1, .. "User"u8]));

        Assert.Equal("01", Hex(inside.HandleVerdict(Refusal)));
        Assert.StartsWith("06", Hex(inside.Handle(Identity)), StringComparison.Ordinal);
        Assert.IsType<EapMove.Judge>(inside.Handle(Password));
        Assert.Equal(PeapResult.Failure, Told(inside.HandleVerdict(Refusal)).Result);
    }

    [Fact]
    public void A_peer_that_declines_to_resume_proves_itself_anew()
    {
        var inside = Inside(new PeapOptions());
        inside.Begin(new OpenTunnel(remembered: [1, .. "User"u8]));
        Assert.Equal(PeapResult.Success, Told(inside.HandleVerdict(Acceptance())).Result);

        Assert.Equal("01", Hex(inside.Handle(Answer(PeapResult.Failure))));
        Assert.StartsWith("06", Hex(inside.Handle(Identity)), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_was_refused_leaves_nothing_to_resume()
    {
        var (inside, tunnel) = Begun();
        Accepted(inside);
        inside.Handle(Answer(PeapResult.Failure));

        Assert.Null(tunnel.Note);
    }

    private static byte[] Identity => [1, .. "User"u8];

    private static byte[] Password => [6, .. "secret"u8];

    private static (PeapInside Inside, OpenTunnel Tunnel) Begun(PeapOptions? options = null)
    {
        var (inside, tunnel) = (Inside(options ?? new PeapOptions()), new OpenTunnel());
        Assert.Equal("01", Hex(inside.Begin(tunnel)!));
        return (inside, tunnel);
    }

    private static PeapInside Inside(PeapOptions options) =>
        new(new EapServer([EapType.GenericTokenCard], new EapServerServices(new FixedBytes())), options, new FixedBytes());

    private static EapMove Accepted(PeapInside inside)
    {
        inside.Handle(Identity);
        inside.Handle(Password);
        return inside.HandleVerdict(Acceptance());
    }

    private static AccessReply.Accept Acceptance() => new("User", 0, AuthenticatorResponse: null, SessionKeys.NotGenerated);

    private static PeapKeys Keys(OpenTunnel tunnel) =>
        PeapKeys.Derive(EapTunnelKeys.KeyMaterial(tunnel, EapType.Peap), SessionKeys.NotGenerated);

    private static PeapCryptoBinding Binding(OpenTunnel tunnel) =>
        PeapCryptoBinding.Sign(isResponse: true, Encoding.ASCII.GetBytes("A nonce of the peer's own making"), Keys(tunnel).CompoundMacKey.Span);

    private static byte[] Answer(PeapResult result, PeapCryptoBinding? binding = null) =>
        new EapPacket(EapCode.Response, 7, EapType.TlvExtensions, new PeapExtensions(result, binding).ToBytes()).ToBytes();

    private static string Hex(EapMove move) => Convert.ToHexString(Assert.IsType<EapMove.Request>(move).Data.Span);

    private static PeapExtensions Told(EapMove move)
    {
        Assert.True(PeapFraming.TryExpand(Assert.IsType<EapMove.Request>(move).Data, EapCode.Request, 0, out var packet));
        Assert.True(PeapExtensions.TryParse(packet.Data, out var extensions));
        return extensions;
    }

    private static AccessReason Reason(EapMove move) => Assert.IsType<EapMove.BreakOff>(move).Reason;
}
