using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Eap.Ttls;
using Adit.Protocols.Radius;
using Adit.Protocols.Tests.Radius;

namespace Adit.Protocols.Tests.Eap;

/// <summary>TLS here is a play: the peer says "hello", the server "finished", and from then on data is data.</summary>
public sealed class EapTunnelServerTests
{
    private const byte Length = 0x80;
    private const byte More = 0x40;

    [Fact]
    public void It_begins_with_a_start_of_version_0() => Assert.Equal([0x20], Data(Peap().Begin(1)));

    [Fact]
    public void In_TLS_1_2_PEAP_speaks_when_the_peer_has_heard_that_the_handshake_is_done()
    {
        using var server = Peap();
        server.Begin(1);

        Assert.Equal([0, .. "finished"u8], Data(server.Handle(Message("hello"u8))));
        Assert.Equal([0, 1], Data(server.Handle(Message(default))));
    }

    [Fact]
    public void In_TLS_1_3_it_speaks_at_once()
    {
        using var server = Peap(version: 0x0304);
        server.Begin(1);

        Assert.Equal([0, .. "finished"u8, 1], Data(server.Handle(Message("hello"u8))));
    }

    [Fact]
    public void In_TTLS_the_peer_speaks_first()
    {
        using var server = Ttls();
        server.Begin(1);
        server.Handle(Message("hello"u8));

        var credentials = new TtlsAvp(TtlsAvpCode.UserName, true, "User"u8.ToArray()).ToBytes()
            .Concat(new TtlsAvp(TtlsAvpCode.UserPassword, true, "secret"u8.ToArray()).ToBytes()).ToArray();
        Assert.IsType<EapMove.Judge>(server.Handle(Message(credentials)));
    }

    [Fact]
    public void In_TTLS_over_TLS_1_3_the_peer_is_asked_to_speak()
    {
        using var server = Ttls(version: 0x0304);
        server.Begin(1);

        Assert.Equal([0, .. "finished"u8], Data(server.Handle(Message("hello"u8))));
        Assert.Equal(AccessReason.EapBrokenOff, Reason(server.Handle(Message("\0"u8))));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1 })] // PEAPv1
    [InlineData(new byte[] { 0x20 })] // the peer cannot start
    [InlineData(new byte[] { Length, 0, 0 })]
    [InlineData(new byte[] { Length | More, 0xFF, 0xFF, 0xFF, 0xFF, 1 })] // a message without end
    [InlineData(new byte[] { More })] // a fragment of nothing
    public void What_is_no_message_breaks_off(byte[] data)
    {
        using var server = Peap();
        server.Begin(1);

        Assert.Equal(AccessReason.EapBrokenOff, Reason(server.Handle(data)));
    }

    [Fact]
    public void A_flood_of_fragments_ends_at_the_bound()
    {
        using var server = Peap();
        server.Begin(1);
        byte[] fragment = [More, .. new byte[1000]];

        var moves = Enumerable.Range(0, 100).Select(_ => server.Handle(fragment)).TakeWhile(move => move is EapMove.Request).Count();

        Assert.InRange(moves, 1, 70);
    }

    [Fact]
    public void The_peer_hears_the_alert_and_answers_before_it_is_over()
    {
        using var server = Peap();
        server.Begin(1);

        Assert.Equal([0, .. "alert"u8], Data(server.Handle(Message("nonsense"u8))));
        Assert.Equal(AccessReason.EapBrokenOff, Reason(server.Handle(Message(default))));
    }

    [Fact]
    public void Without_TLS_there_are_no_tunnels()
    {
        using var server = new EapServer([EapType.Peap, EapType.Ttls], new EapServerServices(new FixedBytes()));

        var end = server.Handle(new EapPacket(EapCode.Response, 1, EapType.Identity, "User"u8.ToArray()).ToBytes());

        Assert.Equal(AccessReason.EapTypeUnsupported, Assert.IsType<EapStep.Fail>(end).Reply.Reason);
    }

    [Fact]
    public void Who_is_let_in_is_the_one_inside_and_not_the_one_outside()
    {
        using var server = new EapServer(
            [EapType.Peap], new EapServerServices(new FixedBytes()) { Tls = new Engine(), Peap = new PeapOptions { Inner = [EapType.GenericTokenCard] } });
        var begun = server.Handle(new EapPacket(EapCode.Response, 1, EapType.Identity, "anonymous"u8.ToArray()).ToBytes());
        byte[][] said = [[0, .. "hello"u8], [0], [0, 1, .. "User"u8], [0, 6, .. "secret"u8]];

        var last = said.Aggregate(begun, (step, data) => server.Handle(Answer(step, data)));

        Assert.Equal("User", Assert.IsType<EapStep.Judge>(last).Credentials.UserName);
        Assert.Equal(("anonymous", "User"), (server.Identity, server.Subject));
        var told = server.HandleVerdict(new AccessReply.Accept("User", 0, AuthenticatorResponse: null, SessionKeys.NotGenerated));
        var success = new EapPacket(EapCode.Response, 0, EapType.TlvExtensions, new PeapExtensions(PeapResult.Success, null).ToBytes()).ToBytes();
        var end = Assert.IsType<EapStep.Succeed>(server.Handle(Answer(told, [0, .. success])));
        Assert.Equal(("User", true), (end.Reply.Identity, end.Reply.Keys.AreGenerated));
    }

    private static byte[] Answer(EapStep step, byte[] data)
    {
        Assert.True(EapPacket.TryParse(Assert.IsType<EapStep.Send>(step).Packet, out var request));
        return new EapPacket(EapCode.Response, request.Identifier, request.Type, data).ToBytes();
    }

    private static EapServer Inner() => new([EapType.GenericTokenCard], new EapServerServices(new FixedBytes()));

    private static EapTunnelServer Peap(int version = 0x0303)
    {
        var inner = Inner();
        return new(EapType.Peap, new Play(version), new EapTlsOptions(), new PeapInside(inner, new PeapOptions(), new FixedBytes()), inner);
    }

    private static EapTunnelServer Ttls(int version = 0x0303)
    {
        var inner = Inner();
        return new(EapType.Ttls, new Play(version), new EapTlsOptions(), new TtlsInside(inner, new TtlsOptions()), inner);
    }

    private static byte[] Message(ReadOnlySpan<byte> records) => [0, .. records];

    private static byte[] Data(EapMove move) => Assert.IsType<EapMove.Request>(move).Data.ToArray();

    private static AccessReason Reason(EapMove move) => Assert.IsType<EapMove.BreakOff>(move).Reason;

    private sealed class Engine : ITlsEngine
    {
        public ITlsConversation Begin(string purpose, ICertificateVerifier? verifier) => new Play(0x0303);
    }

    private sealed class Play(int version) : ITlsConversation
    {
        private readonly List<byte> _records = [];
        private byte[] _data = [];

        public TlsConversationState State { get; private set; }

        public int Version => version;

        public bool IsResumed => false;

        public IReadOnlyList<ReadOnlyMemory<byte>> PeerChain => [];

        public TlsAlert? SentAlert => null;

        public TlsAlert? ReceivedAlert => null;

        public ReadOnlyMemory<byte> Remembered => default;

        public void Receive(ReadOnlySpan<byte> records)
        {
            if (State is TlsConversationState.Open)
                _data = records.ToArray();
            else if (State is TlsConversationState.Handshaking)
                ShakeHands(records.SequenceEqual("hello"u8));
        }

        public byte[] TakeRecords()
        {
            byte[] records = [.. _records];
            _records.Clear();
            return records;
        }

        public byte[] TakeData()
        {
            var data = _data;
            _data = [];
            return data;
        }

        public void Send(ReadOnlySpan<byte> data) => _records.AddRange(data);

        public void Close()
        {
        }

        public void ExportKeyingMaterial(string label, ReadOnlyMemory<byte>? context, Span<byte> output) => output.Fill(1);

        public void Remember(ReadOnlySpan<byte> note)
        {
        }

        public void Dispose()
        {
        }

        private void ShakeHands(bool isHello)
        {
            State = isHello ? TlsConversationState.Open : TlsConversationState.Failed;
            _records.AddRange(isHello ? "finished"u8 : "alert"u8);
        }
    }
}
