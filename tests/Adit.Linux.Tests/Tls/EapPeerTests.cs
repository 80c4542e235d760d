using System.Security.Cryptography;
using System.Text;
using Adit.Linux.Tls;
using Adit.Protocols;
using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using MsChapV2Arithmetic = Adit.Protocols.Crypto.MsChapV2;

namespace Adit.Linux.Tests.Tls;

/// <summary>Both sides of the EAP methods with TLS, joined in memory over libssl.</summary>
public sealed class EapPeerTests : IDisposable
{
    private const string Password = "clientPass";

    private readonly List<IDisposable> _owned = [];
    private readonly FixedUsers _users = new();

    public static TheoryData<TlsVersion, int> VersionsAndSizes => new()
    {
        { TlsVersion.Tls12, 1344 }, { TlsVersion.Tls13, 1344 }, { TlsVersion.Tls12, 100 }, { TlsVersion.Tls13, 100 },
    };

    [Theory]
    [MemberData(nameof(VersionsAndSizes))]
    public void EAP_TLS_proves_both_ends_and_gives_them_the_same_keys(TlsVersion version, int size)
    {
        var (server, peer) = Play([EapType.Tls], Tls(version, size), ServerOf(version, size));

        HaveSameKeys(server, peer);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_certificate_that_the_server_refuses_is_told_by_its_alert(TlsVersion version)
    {
        _users.Verdict = new UserCertificateVerdict("00", AccessReason.EapBrokenOff, TlsAlert.CertificateExpired);

        var (_, peer) = Play([EapType.Tls], Tls(version), ServerOf(version));

        Assert.Equal(new EapPeerFailure.CertificateRefused(TlsAlert.CertificateExpired), Assert.IsType<EapPeerStep.Fail>(peer).Reason);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_server_that_does_not_hold_is_left_for_what_is_wrong_with_it(TlsVersion version)
    {
        var reason = new PppFailure.NotAuthenticated();

        var (server, peer) = Play([EapType.Tls], Tls(version, refusal: reason), ServerOf(version));

        Assert.Equal(reason, Assert.IsType<EapPeerStep.Fail>(peer).Reason);
        Assert.Equal(AccessReason.ServerCertificateRefused, Assert.IsType<EapStep.Fail>(server).Reply.Reason);
    }

    [Fact]
    public void Ends_without_a_version_in_common_say_so()
    {
        var (_, peer) = Play([EapType.Tls], Tls(TlsVersion.Tls12), ServerOf(TlsVersion.Tls13));

        Assert.Equal(new EapPeerFailure.TlsFailed(TlsAlert.ProtocolVersion), Assert.IsType<EapPeerStep.Fail>(peer).Reason);
    }

    [Theory]
    [InlineData(PeapBindingRule.Required)]
    [InlineData(PeapBindingRule.Offered)]
    public void PEAP_with_a_password_inside_binds_and_gives_both_ends_the_same_keys(PeapBindingRule rule)
    {
        var (server, peer) = Play([EapType.Peap], Peap(EapType.MsChapV2, rule), ServerOf(TlsVersion.Tls12));

        HaveSameKeys(server, peer);
    }

    [Fact]
    public void PEAP_with_a_certificate_inside_gives_both_ends_the_same_keys()
    {
        var (server, peer) = Play([EapType.Peap], Peap(EapType.Tls), ServerOf(TlsVersion.Tls12, inner: EapType.Tls));

        HaveSameKeys(server, peer);
    }

    [Fact]
    public void An_expired_password_is_changed_inside_of_PEAP()
    {
        _hasExpired = true;

        var (server, peer) = Play([EapType.Peap], Peap(EapType.MsChapV2), ServerOf(TlsVersion.Tls12));

        HaveSameKeys(server, peer);
        Assert.Equal(2, _judged);
    }

    [Fact]
    public void A_wrong_password_inside_of_PEAP_has_its_own_code()
    {
        var (_, peer) = Play([EapType.Peap], Peap(EapType.MsChapV2, password: "another"), ServerOf(TlsVersion.Tls12));

        Assert.Equal(691, Assert.IsType<PppFailure.Refused>(Assert.IsType<EapPeerStep.Fail>(peer).Reason).Error);
    }

    [Fact]
    public void Nothing_is_said_inside_to_a_server_that_does_not_hold()
    {
        var reason = new PppFailure.NotAuthenticated();

        var (_, peer) = Play([EapType.Peap], Peap(EapType.MsChapV2, refusal: reason), ServerOf(TlsVersion.Tls12));

        Assert.Equal(reason, Assert.IsType<EapPeerStep.Fail>(peer).Reason);
        Assert.Equal(0, _judged);
    }

    [Theory]
    [InlineData(EapType.Tls)]
    [InlineData(EapType.Peap)]
    public void Who_comes_back_resumes_the_session_and_has_keys_again(EapType type)
    {
        var settings = TestCertificates.Settings(TlsVersion.Tls12);
        var engine = Own(type is EapType.Tls ? LibsslEngine.ForClient(settings, TestCertificates.Client) : LibsslEngine.ForClient(settings));
        var services = ServerOf(TlsVersion.Tls12);
        HaveSameKeys(Play([type], NewPeer(new FixedServerJudge(null)), services));
        var judge = new FixedServerJudge(null);

        HaveSameKeys(Play([type], NewPeer(judge), services));

        Assert.Empty(judge.Seen); // no certificate was shown again

        EapPeerConversation NewPeer(FixedServerJudge judging) => new("User", [type is EapType.Tls
            ? new EapTlsPeer(engine, judging, new EapTlsOptions())
            : new EapPeapPeer(engine, judging, new EapPeerConversation("User", [MsChapV2(Password)]), PeapBindingRule.Required, new EapTlsOptions(), new RandomBytes())]);
    }

    [Fact]
    public void Who_comes_back_and_may_no_longer_enter_hears_why()
    {
        var engine = Own(LibsslEngine.ForClient(TestCertificates.Settings(TlsVersion.Tls12)));
        var services = ServerOf(TlsVersion.Tls12);
        HaveSameKeys(Play([EapType.Peap], NewPeer(new FixedServerJudge(null)), services));
        _isDisabled = true;
        var judge = new FixedServerJudge(null);

        var (served, peer) = Play([EapType.Peap], NewPeer(judge), services);

        Assert.Empty(judge.Seen); // it was resumed
        Assert.Equal(647, Assert.IsType<PppFailure.Refused>(Assert.IsType<EapPeerStep.Fail>(peer).Reason).Error);
        Assert.Equal(AccessReason.AccountDisabled, Assert.IsType<EapStep.Fail>(served).Reply.Reason);

        EapPeerConversation NewPeer(FixedServerJudge judging) => new("User", [
            new EapPeapPeer(engine, judging, new EapPeerConversation("User", [MsChapV2(Password)]), PeapBindingRule.Required, new EapTlsOptions(), new RandomBytes())]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")] // nothing, before the start
    [InlineData("2000")] // a start with data is a start
    [InlineData("80ffffffff16")] // more than anybody sends
    [InlineData("4016030100")] // a fragment of nothing begun
    public void What_is_no_TLS_never_throws_and_never_gives_keys(string data)
    {
        using var method = new EapTlsPeer(Own(TestCertificates.ClientEngine(TlsVersion.Tls12)), new FixedServerJudge(null), new EapTlsOptions());

        for (var round = 0; round < 5; round++)
            method.Handle((byte)round, Convert.FromHexString(data));

        Assert.Null(method.Keys);
    }

    public void Dispose() => _owned.ForEach(one => one.Dispose());

    private int _judged;
    private bool _hasExpired;
    private bool _isDisabled;

    private static void HaveSameKeys((EapStep Server, EapPeerStep Peer) ends) => HaveSameKeys(ends.Server, ends.Peer);

    private static void HaveSameKeys(EapStep server, EapPeerStep peer)
    {
        var (served, made) = (Assert.IsType<EapStep.Succeed>(server).Reply.Keys, Assert.IsType<EapPeerStep.Succeed>(peer).Keys);
        Assert.True(made.AreGenerated);
        Assert.Equal(Convert.ToHexString(served.Receive.Span), Convert.ToHexString(made.Receive.Span));
        Assert.Equal(Convert.ToHexString(served.Send.Span), Convert.ToHexString(made.Send.Span));
    }

    private (EapStep Server, EapPeerStep Peer) Play(EapType[] offered, EapPeerConversation peer, EapServerServices services)
    {
        using var ending = peer;
        using var server = new EapServer(offered, services);
        EapStep served = new EapStep.Send(EapServer.RequestIdentity(1));
        for (var rounds = 0; rounds < 500; rounds++)
        {
            var said = peer.Handle(PacketOf(served));
            if (said is EapPeerStep.AskNewPassword)
                said = peer.HandleNewPassword("newClientPass");
            if (said is not EapPeerStep.Respond respond)
                return (served, said);

            served = server.Handle(respond.Packet);
            if (served is EapStep.Judge judge)
                served = server.HandleVerdict(Judge(judge.Credentials));
        }

        throw new InvalidOperationException("It never ends.");
    }

    private AccessReply Judge(AccessCredentials credentials)
    {
        _judged++;
        var hash = MsChapV2Arithmetic.NtPasswordHash(Password);
        return credentials switch
        {
            _ when _isDisabled => new AccessReply.Reject(AccessReason.AccountDisabled, 0, 647, MayRetry: false),
            AccessCredentials.MsChapV2 when _hasExpired => new AccessReply.Reject(AccessReason.PasswordExpired, 0, 648, MayRetry: false),
            AccessCredentials.MsChapV2Changed { Change: var change } when MsChapV2PasswordChange.TryRead(change, hash, out var chosen) =>
                Accept(change.Exchange, MsChapV2Arithmetic.NtPasswordHash(chosen)),
            AccessCredentials.MsChapV2 { Exchange: var exchange } when MsChapV2Arithmetic.Verify(exchange, hash) => Accept(exchange, hash),
            AccessCredentials.MsChapV2 => new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: false),
            _ => new AccessReply.Accept(credentials.UserName, 0, null, SessionKeys.NotGenerated),
        };
    }

    private static AccessReply.Accept Accept(MsChapV2Exchange exchange, byte[] hash) => new(
        exchange.UserName, 0, MsChapV2Arithmetic.AuthenticatorResponse(exchange, hash), MsChapV2Arithmetic.DeriveKeys(hash, exchange.NtResponse.Span));

    private EapServerServices ServerOf(TlsVersion version, int size = 1344, EapType inner = EapType.MsChapV2) => new(new RandomBytes())
    {
        Tls = Own(TestCertificates.ServerEngine(version)),
        Certificates = _users,
        TlsOptions = new EapTlsOptions { PacketLength = size },
        Peap = new PeapOptions { Inner = [inner], CryptoBinding = PeapBindingRule.Required },
    };

    private EapPeerConversation Tls(TlsVersion version, int size = 1344, Failure? refusal = null) => new(
        "User", [new EapTlsPeer(Own(TestCertificates.ClientEngine(version)), new FixedServerJudge(refusal), new EapTlsOptions { PacketLength = size })]);

    private EapPeerConversation Peap(
        EapType inner, PeapBindingRule rule = PeapBindingRule.Required, string password = Password, Failure? refusal = null)
    {
        IEapPeerMethod method = inner is EapType.Tls
            ? new EapTlsPeer(Own(TestCertificates.ClientEngine(TlsVersion.Tls12)), new FixedServerJudge(null), new EapTlsOptions())
            : MsChapV2(password);
        var engine = Own(TestCertificates.ClientEngine(TlsVersion.Tls12, hasCertificate: false));
        return new EapPeerConversation("anonymous", [new EapPeapPeer(
            engine, new FixedServerJudge(refusal), new EapPeerConversation("User", [method]), rule, new EapTlsOptions(), new RandomBytes())]);
    }

    private static EapMsChapV2Peer MsChapV2(string password) => new(
        new EapPeerCredential("User", MsChapV2Arithmetic.NtPasswordHash(password), Encoding.UTF8.GetBytes(password)), new RandomBytes(), mayChange: true);

    private T Own<T>(T one)
        where T : IDisposable
    {
        _owned.Add(one);
        return one;
    }

    private static ReadOnlyMemory<byte> PacketOf(EapStep step) => step switch
    {
        EapStep.Send send => send.Packet,
        EapStep.Succeed succeed => succeed.Reply.EapPacket,
        EapStep.Fail fail => fail.Reply.EapPacket,
        _ => throw new InvalidOperationException($"{step} says nothing."),
    };

    private sealed class RandomBytes : IRandomSource
    {
        public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
    }

    private sealed class FixedUsers : IUserCertificates
    {
        public UserCertificateVerdict Verdict { get; set; } = new("AB", AccessReason.None, TlsAlert.CloseNotify);

        public UserCertificateVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> chain, string identity) => Verdict;
    }

    private sealed class FixedServerJudge(Failure? refusal) : IServerCertificates
    {
        public List<int> Seen { get; } = [];

        public Failure? Refusal { get; private set; }

        public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
        {
            Seen.Add(chain.Count);
            Refusal = refusal;
            return refusal is null ? null : TlsAlert.UnknownCa;
        }
    }
}
