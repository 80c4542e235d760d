using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Eap.Tls;

namespace Adit.Fuzz.Targets;

/// <summary>
/// A server of PEAP that says what it likes inside of its tunnel, which is in clear here: blocks with their lengths before them. The peer
/// never throws, and has keys only after a method inside has proved the server and the server has bound the two.
/// </summary>
internal sealed class EapPeapPeerTarget : IFuzzTarget
{
    private static readonly byte[] NtHash = MsChapV2.NtPasswordHash("clientPass");
    private static readonly byte[] KeyMaterial = [.. Enumerable.Repeat(OpenTunnel.KeyFill, 128)];

    public string Name => "eap-peap-peer";

    public IEnumerable<byte[]> Seeds =>
    [
        Script([1], Challenge, Proof(out var keys), Result(keys)),
        Script([1], Challenge, [26, 4, 2, 0, 15, .. "E=691 R=0 C"u8], [1, 9, 0, 11, 33, 0x80, 3, 0, 2, 0, 2]),
        Script([1], Challenge, [26, 4, 2, 0, 51, .. "E=648 R=0 C=00112233445566778899AABBCCDDEEFF V="u8], [26, 4, 3, 0, 4]),
        Script([1], [6, .. "Password: "u8], [1, 9, 0, 11, 33, 0x80, 3, 0, 2, 0, 1]),
    ];

    private static byte[] Challenge => [26, 1, 2, 0, 25, 16, .. new byte[16], .. "adit"u8];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var script = new ScriptReader(input);
        var credential = new EapPeerCredential("User", NtHash, "clientPass"u8.ToArray());
        var inner = new EapPeerConversation("User", [new EapMsChapV2Peer(credential, new FixedRandom(), mayChange: true), new EapGtcPeer(credential)]);
        using var peer = new EapPeapPeer(new ClearTunnel(), new Nobody(), inner, PeapBindingRule.Required, new EapTlsOptions(), new FixedRandom());
        peer.Handle(1, new byte[] { 0x20 });
        var isPast = false;
        for (byte round = 2; round < 60 && script.TakeBlock() is { Length: > 0 } block; round++)
        {
            var move = peer.Handle(round, (byte[])[0, .. block]);
            if (move is EapPeerMove.AskNewPassword)
                move = peer.HandleNewPassword("a new one");
            isPast |= move is EapPeerMove.Respond;
            BrokenLawException.ThrowUnless(peer.Keys is null || inner.Proven is not null, "Nobody is in the tunnel without a proof inside.");
            BrokenLawException.ThrowUnless(peer.Keys is null || peer.Failure is null, "Who has failed has no keys.");
        }

        return isPast;
    }

    private static byte[] Proof(out SessionKeys keys)
    {
        var (challenge, peerChallenge, response) = (new byte[16], new byte[16], new byte[24]);
        new FixedRandom().Fill(peerChallenge);
        MsChapV2.NtResponse(challenge, peerChallenge, "User", NtHash, response);
        keys = MsChapV2.DeriveKeys(NtHash, response);
        var text = MsChapV2.AuthenticatorResponse(challenge, peerChallenge, "User", NtHash, response) + " M=OK";
        return [26, 3, 2, 0, (byte)(4 + text.Length), .. System.Text.Encoding.ASCII.GetBytes(text)];
    }

    private static byte[] Result(SessionKeys inner)
    {
        var key = PeapKeys.Derive(KeyMaterial, inner).CompoundMacKey.Span;
        var extensions = new PeapExtensions(PeapResult.Success, PeapCryptoBinding.Sign(isResponse: false, new byte[PeapCryptoBinding.NonceLength], key));
        return new EapPacket(EapCode.Request, 9, EapType.TlvExtensions, extensions.ToBytes()).ToBytes();
    }

    private static byte[] Script(params byte[][] blocks) => [.. blocks.SelectMany(block => (byte[])[(byte)block.Length, .. block])];

    /// <summary>What goes in comes out.</summary>
    private sealed class ClearTunnel : ITlsEngine, ITlsConversation
    {
        private byte[] _received = [];
        private byte[] _said = [];

        public TlsConversationState State => TlsConversationState.Open;

        public int Version => 0x0303;

        public bool IsResumed => false;

        public IReadOnlyList<ReadOnlyMemory<byte>> PeerChain => [];

        public TlsAlert? SentAlert => null;

        public TlsAlert? ReceivedAlert => null;

        public ReadOnlyMemory<byte> Remembered => default;

        public ITlsConversation Begin(string purpose, ICertificateVerifier? verifier) => this;

        public void Receive(ReadOnlySpan<byte> records) => _received = records.ToArray();

        public byte[] TakeRecords() => Interlocked.Exchange(ref _said, []);

        public byte[] TakeData() => Interlocked.Exchange(ref _received, []);

        public void Send(ReadOnlySpan<byte> data) => _said = data.ToArray();

        public void Close()
        {
        }

        public void ExportKeyingMaterial(string label, ReadOnlyMemory<byte>? context, Span<byte> output) => output.Fill(OpenTunnel.KeyFill);

        public void Remember(ReadOnlySpan<byte> note)
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Nobody : IServerCertificates
    {
        public Protocols.Failure? Refusal => null;

        public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain) => null;
    }
}
