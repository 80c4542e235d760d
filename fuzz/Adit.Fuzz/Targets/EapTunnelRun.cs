using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Fuzz.Targets;

/// <summary>
/// A peer that says what it likes inside of a tunnel: data with its length before it. The inside never throws, ends once, and lets in only
/// who was accepted, with keys.
/// </summary>
internal static class EapTunnelRun
{
    public const string Proof = "S=0123456789012345678901234567890123456789";

    private const int MaxRounds = 50;

    /// <summary>True where something was read, or the peer got past the first thing that it said.</summary>
    public static bool Go(IEapTunnelInside inside, ReadOnlyMemory<byte> input, Func<byte[], bool> check)
    {
        var script = new ScriptReader(input);
        inside.Begin(new OpenTunnel());
        var (accepted, isPast) = (false, false);
        for (var rounds = 0; rounds < MaxRounds; rounds++)
        {
            var data = script.TakeBlock();
            isPast |= check(data);
            var move = inside.Handle(data);
            if (move is EapMove.Judge judge)
            {
                accepted = judge.Credentials.UserName == "User";
                move = inside.HandleVerdict(VerdictOf(judge.Credentials, accepted));
            }

            isPast |= move is not EapMove.BreakOff;
            if (move is EapMove.Done { Verdict: AccessReply.Accept } done)
                BrokenLawException.ThrowUnless(accepted && done.Keys.AreGenerated, "Only who was accepted is let in, and with keys.");
            if (move is EapMove.Done or EapMove.BreakOff)
                break;
        }

        return isPast;
    }

    public static byte[] Script(params byte[][] data) => [.. data.SelectMany(block => (byte[])[(byte)block.Length, .. block])];

    private static AccessReply VerdictOf(AccessCredentials credentials, bool isAccepted) => isAccepted
        ? new AccessReply.Accept(
            "User", 0, credentials is AccessCredentials.MsChapV2 ? Proof : null,
            credentials is AccessCredentials.MsChapV2 ? Packets.Keys : SessionKeys.NotGenerated)
        : new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: true);
}
