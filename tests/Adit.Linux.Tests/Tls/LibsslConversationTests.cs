using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;
using static Adit.Linux.Tests.Tls.TestCertificates;

namespace Adit.Linux.Tests.Tls;

public sealed class LibsslConversationTests
{
    private const string Purpose = "test";

    public static TheoryData<TlsVersion> Versions => [TlsVersion.Tls12, TlsVersion.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Two_ends_agree_on_version_and_keys(TlsVersion version)
    {
        using var ends = Join(version);

        Assert.Equal((TlsConversationState.Open, TlsConversationState.Open), (ends.Client.State, ends.Server.State));
        Assert.Equal(((int)version, (int)version), (ends.Client.Version, ends.Server.Version));
        Assert.Equal(Keys(ends.Client), Keys(ends.Server));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Data_goes_both_ways_however_the_records_are_cut(TlsVersion version)
    {
        using var ends = Join(version, cut: 3);
        ends.Client.Send("to the server"u8);
        ends.Server.Send("to the client"u8);
        ends.Run(cut: 3);

        Assert.Equal("to the server"u8.ToArray(), ends.Server.TakeData());
        Assert.Equal("to the client"u8.ToArray(), ends.Client.TakeData());
        Assert.Empty(ends.Client.TakeData());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Each_judges_what_the_other_has_shown(TlsVersion version)
    {
        var (byClient, byServer) = (new FixedVerifier(), new FixedVerifier());
        using var ends = Join(version, byClient, byServer);

        Assert.Equal([Server.RawData, Client.RawData], Assert.Single(byClient.Seen).Select(certificate => certificate.ToArray()));
        Assert.Equal([Client.RawData], Assert.Single(byServer.Seen).Select(certificate => certificate.ToArray()));
        Assert.Equal(Server.RawData, ends.Client.PeerChain[0].ToArray());
        Assert.Equal(Client.RawData, Assert.Single(ends.Server.PeerChain).ToArray());
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, TlsAlert.HandshakeFailure)]
    [InlineData(TlsVersion.Tls12, TlsAlert.BadCertificate)]
    [InlineData(TlsVersion.Tls12, TlsAlert.UnsupportedCertificate)]
    [InlineData(TlsVersion.Tls12, TlsAlert.CertificateRevoked)]
    [InlineData(TlsVersion.Tls12, TlsAlert.CertificateExpired)]
    [InlineData(TlsVersion.Tls12, TlsAlert.CertificateUnknown)]
    [InlineData(TlsVersion.Tls12, TlsAlert.UnknownCa)]
    [InlineData(TlsVersion.Tls12, TlsAlert.DecryptError)]
    [InlineData(TlsVersion.Tls12, TlsAlert.InternalError)]
    [InlineData(TlsVersion.Tls13, TlsAlert.CertificateRevoked)]
    [InlineData(TlsVersion.Tls13, TlsAlert.UnknownCa)]
    public void Who_shows_a_refused_certificate_is_told_why(TlsVersion version, TlsAlert alert)
    {
        using var ends = Join(version, new FixedVerifier(), new FixedVerifier(alert));

        Assert.Equal((TlsConversationState.Failed, alert), (ends.Server.State, ends.Server.SentAlert));
        Assert.Equal((TlsConversationState.Failed, alert), (ends.Client.State, ends.Client.ReceivedAlert));
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, TlsAlert.HandshakeFailure)]
    [InlineData(TlsVersion.Tls13, TlsAlert.CertificateRequired)]
    public void Who_shows_no_certificate_where_one_is_asked_for_is_refused(TlsVersion version, TlsAlert alert)
    {
        var verifier = new FixedVerifier();
        using var client = ClientEngine(version, hasCertificate: false);
        using var server = ServerEngine(version);
        using var ends = new JoinedConversations(client.Begin(Purpose, new FixedVerifier()), server.Begin(Purpose, verifier)).Run();

        Assert.Equal((TlsConversationState.Failed, alert), (ends.Server.State, ends.Server.SentAlert));
        Assert.Empty(verifier.Seen);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Where_nobody_asks_for_a_certificate_none_is_shown(TlsVersion version)
    {
        using var client = ClientEngine(version);
        using var server = ServerEngine(version);
        using var ends = new JoinedConversations(client.Begin(Purpose, new FixedVerifier()), server.Begin(Purpose, verifier: null)).Run();

        Assert.Equal(TlsConversationState.Open, ends.Server.State);
        Assert.Empty(ends.Server.PeerChain);
    }

    [Fact]
    public void Without_a_version_in_common_both_fail()
    {
        using var client = ClientEngine(TlsVersion.Tls12);
        using var server = ServerEngine(TlsVersion.Tls13);
        using var ends = new JoinedConversations(client.Begin(Purpose, new FixedVerifier()), server.Begin(Purpose, new FixedVerifier())).Run();

        Assert.Equal(TlsAlert.ProtocolVersion, ends.Server.SentAlert);
        Assert.Equal(TlsAlert.ProtocolVersion, ends.Client.ReceivedAlert);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_the_judge_throws_comes_out_and_the_conversation_has_failed(TlsVersion version)
    {
        using var client = ClientEngine(version);
        using var server = ServerEngine(version);
        using var ends = new JoinedConversations(client.Begin(Purpose, new FixedVerifier()), server.Begin(Purpose, new Thrower()));

        Assert.Throws<NotSupportedException>(() => ends.Run());
        Assert.Equal(TlsConversationState.Failed, ends.Server.State);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_session_is_resumed_with_what_was_remembered_of_it(TlsVersion version)
    {
        using var engines = new Engines(version);
        engines.Meet("note"u8);

        using var second = engines.Begin();

        Assert.True(second.Server.IsResumed && second.Client.IsResumed);
        Assert.Equal("note"u8.ToArray(), second.Server.Remembered.ToArray());
        Assert.Equal(Client.RawData, Assert.Single(second.Server.PeerChain).ToArray());
        Assert.Equal(Keys(second.Client), Keys(second.Server));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_resumed_session_can_be_resumed_again(TlsVersion version)
    {
        using var engines = new Engines(version);
        engines.Meet("one"u8);
        engines.Meet("two"u8);

        using var third = engines.Begin();

        Assert.True(third.Server.IsResumed);
        Assert.Equal("two"u8.ToArray(), third.Server.Remembered.ToArray());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_session_that_the_server_did_not_remember_is_not_resumed(TlsVersion version)
    {
        using var engines = new Engines(version);
        using (var first = engines.Begin())
            first.Client.Remember([]);

        using var second = engines.Begin();

        Assert.Equal((TlsConversationState.Open, false), (second.Server.State, second.Server.IsResumed));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_session_of_another_purpose_is_not_resumed(TlsVersion version)
    {
        using var engines = new Engines(version);
        engines.Meet([]);

        using var second = engines.Begin("other");

        Assert.False(second.Server.IsResumed);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Without_a_lifetime_no_session_is_resumed(TlsVersion version)
    {
        using var engines = new Engines(version, TimeSpan.Zero);
        engines.Meet([]);

        using var second = engines.Begin();

        Assert.Equal((TlsConversationState.Open, false), (second.Server.State, second.Server.IsResumed));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_handshake_that_is_cut_short_at_any_byte_neither_throws_nor_opens(TlsVersion version)
    {
        using var client = ClientEngine(version);
        using var server = ServerEngine(version);
        using var caller = client.Begin(Purpose, new FixedVerifier());
        caller.Receive([]);
        var hello = caller.TakeRecords();

        for (var length = 0; length < hello.Length; length++)
        {
            using var callee = server.Begin(Purpose, new FixedVerifier());
            callee.Receive(hello.AsSpan(0, length));
            Assert.Equal(TlsConversationState.Handshaking, callee.State);
            Assert.Empty(callee.TakeRecords());
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Random_bytes_never_throw_and_never_open(TlsVersion version)
    {
        using var server = ServerEngine(version);
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            using var callee = server.Begin(Purpose, new FixedVerifier());
            var records = new byte[random.Next(1, 400)];
            random.NextBytes(records);
            if (round % 2 == 0)
                (records[0], records.AsSpan().Slice(0, Math.Min(3, records.Length))[^1]) = (22, 3);
            callee.Receive(records);
            Assert.NotEqual(TlsConversationState.Open, callee.State);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_flipped_byte_after_the_handshake_ends_the_conversation(TlsVersion version)
    {
        using var ends = Join(version);
        ends.Client.Send("data"u8);
        var records = ends.Client.TakeRecords();
        records[^1] ^= 1;

        ends.Server.Receive(records);

        Assert.Equal(TlsConversationState.Failed, ends.Server.State);
        Assert.NotNull(ends.Server.SentAlert);
        Assert.Empty(ends.Server.TakeData());
    }

    [Fact]
    public void Who_sends_more_than_may_wait_has_failed()
    {
        using var server = ServerEngine(TlsVersion.Tls12);
        using var callee = server.Begin(Purpose, new FixedVerifier());

        callee.Receive(new byte[200_000]);

        Assert.Equal(TlsConversationState.Failed, callee.State);
    }

    [Fact]
    public void A_goodbye_is_no_failure()
    {
        using var ends = Join(TlsVersion.Tls12);
        ends.Client.Close();
        ends.Run();

        Assert.Equal(TlsConversationState.Open, ends.Server.State);
        Assert.Null(ends.Server.ReceivedAlert);
    }

    [Fact]
    public void Ten_thousand_conversations_leave_nothing_behind()
    {
        using var engines = new Engines(TlsVersion.Tls12);
        for (var i = 0; i < 200; i++)
            engines.Meet([]);
        var before = NativeMemory.InUse;

        for (var i = 0; i < 9_800; i++)
            engines.Begin(i % 4 == 0 ? "other" : Purpose, i % 25 == 0).Dispose();

        Assert.InRange(NativeMemory.InUse - before, long.MinValue, 16 * 1024 * 1024);
    }

    private static byte[] Keys(ITlsConversation conversation)
    {
        var keys = new byte[128];
        conversation.ExportKeyingMaterial("EXPORTER_test", (byte[])[13], keys.AsSpan(..64));
        conversation.ExportKeyingMaterial("EXPORTER_test", context: null, keys.AsSpan(64));
        Assert.NotEqual(new byte[64], keys[..64]);
        return keys;
    }

    private static JoinedConversations Join(TlsVersion version, int cut = int.MaxValue) =>
        Join(version, new FixedVerifier(), new FixedVerifier(), cut);

    private static JoinedConversations Join(TlsVersion version, FixedVerifier byClient, FixedVerifier byServer, int cut = int.MaxValue)
    {
        using var client = ClientEngine(version);
        using var server = ServerEngine(version);
        return new JoinedConversations(client.Begin(Purpose, byClient), server.Begin(Purpose, byServer)).Run(cut);
    }

    private sealed class Thrower : ICertificateVerifier
    {
        public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain) => throw new NotSupportedException();
    }

    /// <summary>Two engines that meet again and again.</summary>
    private sealed class Engines(TlsVersion version, TimeSpan? lifetime = null) : IDisposable
    {
        private readonly LibsslEngine _client = ClientEngine(version);
        private readonly LibsslEngine _server = ServerEngine(version, lifetime);

        public JoinedConversations Begin(string purpose = Purpose, bool isWhole = true)
        {
            // A client's own sessions are by purpose, too: so that the server is offered one of another, it always says the same.
            var ends = new JoinedConversations(_client.Begin(Purpose, new FixedVerifier()), _server.Begin(purpose, new FixedVerifier()));
            return isWhole ? ends.Run() : ends;
        }

        public void Meet(ReadOnlySpan<byte> note)
        {
            using var ends = Begin();
            ends.Client.Remember([]);
            ends.Server.Remember(note);
        }

        public void Dispose()
        {
            _client.Dispose();
            _server.Dispose();
        }
    }
}
