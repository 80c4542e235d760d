using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peers;

namespace Adit.Fuzz.Targets;

/// <summary>
/// A server that says what it likes: packets with their lengths before them. The conversation never throws, ends once, answers each
/// request under its own identifier, and takes no success before the server has proved itself where the method has it do so.
/// </summary>
internal sealed class EapPeerTarget : IFuzzTarget
{
    private static readonly byte[] NtHash = MsChapV2.NtPasswordHash("clientPass");

    public string Name => "eap-peer";

    public IEnumerable<byte[]> Seeds =>
    [
        Script(Identity, Challenge, Proof(), [3, 3, 0, 4]),
        Script(Identity, Challenge, [1, 3, 0, 20, 26, 4, 2, 0, 15, .. "E=691 R=0 C"u8], [4, 3, 0, 4]),
        Script(Identity, Challenge, Expired, [1, 4, 0, 9, 26, 4, 3, 0, 4], [4, 4, 0, 4]),
        Script(Identity, [1, 2, 0, 22, 4, 16, .. new byte[16]], [3, 2, 0, 4]),
        Script(Identity, [1, 2, 0, 15, 6, .. "Password: "u8], [3, 2, 0, 4]),
        Script(Identity, [1, 2, 0, 6, 13, 0x20], Challenge),
        Script([1, 1, 0, 10, 2, .. "Hello"u8], Identity, [4, 1, 0, 4]),
    ];

    private static byte[] Identity => [1, 1, 0, 5, 1];

    private static byte[] Challenge => [1, 2, 0, 30, 26, 1, 2, 0, 25, 16, .. new byte[16], .. "adit"u8];

    private static byte[] Expired => [1, 3, 0, 56, 26, 4, 2, 0, 51, .. "E=648 R=0 C=00112233445566778899AABBCCDDEEFF V="u8];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var script = new ScriptReader(input);
        using var peer = new EapPeerConversation("User", Methods());
        var (ends, isPast) = (0, false);
        for (var rounds = 0; rounds < 300; rounds++)
        {
            var packet = script.TakeBlock();
            if (packet.Length == 0)
                break;

            var step = peer.Handle(packet);
            if (step is EapPeerStep.AskNewPassword)
                step = peer.HandleNewPassword(packet.Length % 2 == 0 ? "a new one" : null);
            isPast |= step is not EapPeerStep.Ignore;
            ends += step is EapPeerStep.Succeed or EapPeerStep.Fail ? 1 : 0;
            if (step is EapPeerStep.Respond respond)
                Check(packet, respond.Packet);
            BrokenLawException.ThrowUnless(
                step is not EapPeerStep.Succeed succeed || succeed.Keys.AreGenerated == peer.Method is EapType.MsChapV2, "Success has the method's keys.");
        }

        BrokenLawException.ThrowUnless(ends <= 1, "A conversation ends once.");
        return isPast;
    }

    private static void Check(byte[] request, ReadOnlyMemory<byte> response) => BrokenLawException.ThrowUnless(
        EapPacket.TryParse(response, out var packet) && packet.Code is EapCode.Response && packet.Identifier == request[1],
        "A response is one, and to its request.");

    private static IEapPeerMethod[] Methods()
    {
        var credential = new EapPeerCredential("User", NtHash, "clientPass"u8.ToArray());
        return [new EapMsChapV2Peer(credential, new FixedRandom(), mayChange: true), new EapMd5Peer(credential), new EapGtcPeer(credential)];
    }

    /// <summary>What a server that knows the password says to the response that <see cref="FixedRandom"/> makes.</summary>
    private static byte[] Proof()
    {
        var (challenge, peerChallenge, response) = (new byte[16], new byte[16], new byte[24]);
        new FixedRandom().Fill(peerChallenge);
        MsChapV2.NtResponse(challenge, peerChallenge, "User", NtHash, response);
        var text = MsChapV2.AuthenticatorResponse(challenge, peerChallenge, "User", NtHash, response) + " M=OK";
        return [1, 3, 0, (byte)(9 + text.Length), 26, 3, 2, 0, (byte)(4 + text.Length), .. System.Text.Encoding.ASCII.GetBytes(text)];
    }

    private static byte[] Script(params byte[][] packets) => [.. packets.SelectMany(packet => (byte[])[(byte)packet.Length, .. packet])];
}
