using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Fuzz.Targets;

/// <summary>
/// A peer that says what it likes: packets with their lengths before them. The conversation never throws, ends once, and lets in only who
/// was accepted; what is a packet is written as it was read.
/// </summary>
internal sealed class EapServerTarget : IFuzzTarget
{
    private const string Proof = "S=0123456789012345678901234567890123456789";

    public string Name => "eap-server";

    public IEnumerable<byte[]> Seeds =>
    [
        Script(Identity, [2, 2, 0, 63, 26, 2, 2, 0, 58, 49, .. new byte[49], .. "User"u8], [2, 3, 0, 6, 26, 3]),
        Script(Identity, [2, 2, 0, 63, 26, 2, 2, 0, 58, 49, .. new byte[49], .. "nope"u8]),
        Script(Identity, [2, 2, 0, 6, 3, 4], [2, 3, 0, 22, 4, 16, .. new byte[16]]),
        Script(Identity, [2, 2, 0, 6, 3, 6], [2, 3, 0, 9, 6, .. "pass"u8]),
        Script(Identity, [2, 2, 0, 6, 3, 13]),
    ];

    private static byte[] Identity => [2, 1, 0, 9, 1, .. "User"u8];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var script = new ScriptReader(input);
        using var server = new EapServer([EapType.MsChapV2, EapType.Md5Challenge, EapType.GenericTokenCard], new EapServerServices(new FixedRandom()));
        var (ends, accepted, isPast) = (0, false, false);
        for (var rounds = 0; rounds < 200; rounds++)
        {
            var packet = script.TakeBlock();
            if (packet.Length == 0)
                break;

            CheckPacket(packet);
            var step = server.Handle(packet);
            if (step is EapStep.Judge judge)
            {
                accepted = judge.Credentials.UserName == "User";
                step = server.HandleVerdict(accepted
                    ? new AccessReply.Accept("User", 0, judge.Credentials is AccessCredentials.MsChapV2 ? Proof : null, KeysOf(judge.Credentials))
                    : new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: true));
            }

            isPast |= step is not EapStep.Ignore;
            ends += step is EapStep.Succeed or EapStep.Fail ? 1 : 0;
            BrokenLawException.ThrowUnless(step is not EapStep.Succeed || accepted, "Only who was accepted is let in.");
        }

        BrokenLawException.ThrowUnless(ends <= 1, "A conversation ends once.");
        return isPast;
    }

    private static SessionKeys KeysOf(AccessCredentials credentials) =>
        credentials is AccessCredentials.MsChapV2 ? Packets.Keys : SessionKeys.NotGenerated;

    private static void CheckPacket(byte[] bytes)
    {
        if (EapPacket.TryParse(bytes, out var packet))
            BrokenLawException.ThrowUnless(bytes.AsSpan().StartsWith(packet.ToBytes()), "A packet is written as it was read.");
    }

    private static byte[] Script(params byte[][] packets) => [.. packets.SelectMany(packet => (byte[])[(byte)packet.Length, .. packet])];
}
