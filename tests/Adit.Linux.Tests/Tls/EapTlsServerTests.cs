using Adit.Linux.Tls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;
using static Adit.Linux.Tests.Tls.TestCertificates;

namespace Adit.Linux.Tests.Tls;

public sealed class EapTlsServerTests
{
    private static readonly AccessReply.Accept _accept = new("anna", 0, null, SessionKeys.NotGenerated);
    private static readonly AccessReply.Reject _reject = new(AccessReason.AccountDisabled, 0, 647, MayRetry: false);

    public static TheoryData<TlsVersion> Versions => [TlsVersion.Tls12, TlsVersion.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Who_shows_an_accepted_certificate_is_let_in_with_keys_that_both_have(TlsVersion version)
    {
        using var conversation = Converse(version, new FixedCertificates(), _accept);

        var reply = Assert.IsType<EapStep.Succeed>(conversation.Run()).Reply;

        Assert.Equal(conversation.Keys.Receive.ToArray(), reply.Keys.Receive.ToArray());
        Assert.Equal(conversation.Keys.Send.ToArray(), reply.Keys.Send.ToArray());
        Assert.Equal((32, 32), (reply.Keys.Receive.Length, reply.Keys.Send.Length));
        Assert.Equal("AB12", reply.Certificate);
        Assert.Equal(new AccessCredentials.Certificate("anna", "AB12"), conversation.Judged);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, new byte[0])]
    [InlineData(TlsVersion.Tls13, new byte[] { 0 })] // RFC 9190 §2.1.1
    public void Over_TLS_1_3_success_is_said_inside_of_the_tunnel_too(TlsVersion version, byte[] said)
    {
        using var conversation = Converse(version, new FixedCertificates(), _accept);
        conversation.Run();

        Assert.Equal(said, conversation.Inside);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, AccessReason.CertificateNotInTime, TlsAlert.CertificateExpired)]
    [InlineData(TlsVersion.Tls13, AccessReason.CertificateNotInTime, TlsAlert.CertificateExpired)]
    [InlineData(TlsVersion.Tls12, AccessReason.UntrustedRoot, TlsAlert.UnknownCa)]
    [InlineData(TlsVersion.Tls13, AccessReason.CertificateRevoked, TlsAlert.CertificateRevoked)]
    public void Who_shows_a_refused_certificate_hears_why_before_the_failure(TlsVersion version, AccessReason reason, TlsAlert alert)
    {
        using var conversation = Converse(version, new FixedCertificates(reason, alert), _accept);

        var end = Assert.IsType<EapStep.Fail>(conversation.Run());

        Assert.Equal((reason, alert), (end.Reply.Reason, conversation.Alert));
        Assert.Null(conversation.Judged);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Who_shows_no_certificate_is_refused(TlsVersion version)
    {
        using var conversation = Converse(version, new FixedCertificates(), _accept, hasCertificate: false);

        Assert.Equal(AccessReason.NoCertificate, Assert.IsType<EapStep.Fail>(conversation.Run()).Reply.Reason);
    }

    [Fact]
    public void Who_speaks_another_version_is_refused()
    {
        using var server = ServerEngine(TlsVersion.Tls13);
        using var client = ClientEngine(TlsVersion.Tls12);
        using var conversation = new EapTlsConversation(server, client, new FixedCertificates(), _accept);

        Assert.Equal(AccessReason.NoCommonAlgorithm, Assert.IsType<EapStep.Fail>(conversation.Run()).Reply.Reason);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Who_does_not_accept_our_certificate_is_not_taken_for_one_without_his_own(TlsVersion version)
    {
        using var server = ServerEngine(version);
        using var client = ClientEngine(version);
        using var conversation = new EapTlsConversation(
            server, client, new FixedCertificates(), _accept, new FixedVerifier(TlsAlert.UnknownCa));

        Assert.Equal(AccessReason.ServerCertificateRefused, Assert.IsType<EapStep.Fail>(conversation.Run()).Reply.Reason);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Who_has_a_certificate_and_no_leave_is_not_told_that_it_went_well(TlsVersion version)
    {
        using var conversation = Converse(version, new FixedCertificates(), _reject);

        Assert.Equal(AccessReason.AccountDisabled, Assert.IsType<EapStep.Fail>(conversation.Run()).Reply.Reason);
        Assert.Empty(conversation.Inside);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Who_comes_again_is_judged_anew_and_shows_no_certificate(TlsVersion version)
    {
        using var engines = new Engines(version);
        var certificates = new FixedCertificates();
        Assert.IsType<EapStep.Succeed>(engines.Meet(certificates, out var first));

        Assert.IsType<EapStep.Succeed>(engines.Meet(certificates, out var second));

        Assert.True(second.IsResumed);
        Assert.Equal(2, certificates.Asked);
        Assert.InRange(second.Rounds, 3, first.Rounds - 1);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Whose_certificate_was_revoked_meanwhile_is_not_let_in_again(TlsVersion version)
    {
        using var engines = new Engines(version);
        var certificates = new FixedCertificates();
        engines.Meet(certificates, out _);
        certificates.Reason = AccessReason.CertificateRevoked;

        var end = Assert.IsType<EapStep.Fail>(engines.Meet(certificates, out var second));

        Assert.True(second.IsResumed);
        Assert.Equal(AccessReason.CertificateRevoked, end.Reply.Reason);
    }

    [Fact]
    public void A_method_whose_needs_are_not_met_is_passed_over()
    {
        using var server = new EapServer([EapType.Tls, EapType.GenericTokenCard], new EapServerServices(null!));

        server.Handle(new EapPacket(EapCode.Response, 1, EapType.Identity, "anna"u8.ToArray()).ToBytes());

        Assert.Equal(EapType.GenericTokenCard, server.Method);
    }

    [Fact]
    public void Nonsense_in_the_first_answer_ends_the_conversation()
    {
        using var engine = ServerEngine(TlsVersion.Tls12);
        using var server = new EapServer(
            [EapType.Tls], new EapServerServices(null!) { Tls = engine, Certificates = new FixedCertificates() });
        server.Handle(new EapPacket(EapCode.Response, 1, EapType.Identity, "anna"u8.ToArray()).ToBytes());

        var end = server.Handle(new EapPacket(EapCode.Response, 2, EapType.Tls, new byte[] { 0 }).ToBytes());

        Assert.Equal(AccessReason.EapBrokenOff, Assert.IsType<EapStep.Fail>(end).Reply.Reason);
    }

    private static EapTlsConversation Converse(TlsVersion version, FixedCertificates certificates, AccessReply verdict, bool hasCertificate = true) =>
        new EapTlsConversation(ServerEngine(version), ClientEngine(version, hasCertificate), certificates, verdict) { OwnsEngines = true };

    private sealed class Engines(TlsVersion version) : IDisposable
    {
        private readonly LibsslEngine _server = ServerEngine(version);
        private readonly LibsslEngine _client = ClientEngine(version);

        /// <summary>A conversation from beginning to end, after which the peer would resume.</summary>
        public EapStep Meet(FixedCertificates certificates, out EapTlsConversation conversation)
        {
            using var lived = conversation = new EapTlsConversation(_server, _client, certificates, _accept);
            var end = lived.Run();
            if (end is EapStep.Succeed)
                lived.Remember();
            return end;
        }

        public void Dispose()
        {
            _server.Dispose();
            _client.Dispose();
        }
    }
}
