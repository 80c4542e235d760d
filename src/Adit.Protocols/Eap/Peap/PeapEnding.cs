using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Peap;

/// <summary>
/// The end of PEAP: both sides say inside of the tunnel how it ended, so that nobody outside can, and bind the tunnel to what was proved in
/// it ([MS-PEAP] 3.3.5.3, 3.3.5.4).
/// </summary>
/// <param name="verdict">What the server says.</param>
/// <param name="keys">Of tunnel and method.</param>
/// <param name="withoutBinding">The session's keys for a peer that does not bind; null where it must.</param>
internal sealed class PeapEnding(AccessReply verdict, PeapKeys keys, SessionKeys? withoutBinding)
{
    /// <summary>What the peer is told.</summary>
    public EapPacket Tell(byte identifier, IRandomSource random)
    {
        var nonce = new byte[PeapCryptoBinding.NonceLength];
        random.Fill(nonce);
        var extensions = verdict is AccessReply.Accept
            ? new PeapExtensions(PeapResult.Success, PeapCryptoBinding.Sign(isResponse: false, nonce, keys.CompoundMacKey.Span))
            : new PeapExtensions(PeapResult.Failure, Binding: null);
        return new EapPacket(EapCode.Request, identifier, EapType.TlvExtensions, extensions.ToBytes());
    }

    /// <summary>What the peer says to it. Who was refused stays so, whatever it says.</summary>
    public EapMove Handle(ReadOnlyMemory<byte> data)
    {
        if (verdict is not AccessReply.Accept)
            return new EapMove.Done(verdict, SessionKeys.NotGenerated);

        return TryRead(data, out var answer) ? Judge(answer) : new EapMove.BreakOff(AccessReason.EapBrokenOff);
    }

    /// <summary>Whether the peer says failure where success was told.</summary>
    public bool IsDeclined(ReadOnlyMemory<byte> data) =>
        verdict is AccessReply.Accept && TryRead(data, out var answer) && answer is { Result: PeapResult.Failure, Binding: null };

    private static bool TryRead(ReadOnlyMemory<byte> data, out PeapExtensions answer)
    {
        answer = null!;
        return PeapFraming.TryExpand(data, EapCode.Response, identifier: 0, out var packet) && packet.Type is EapType.TlvExtensions
            && PeapExtensions.TryParse(packet.Data, out answer);
    }

    private EapMove Judge(PeapExtensions answer) => answer switch
    {
        { Binding: { } binding } when !binding.Verify(isResponse: true, keys.CompoundMacKey.Span) =>
            new EapMove.BreakOff(AccessReason.CryptoBindingInvalid),
        { Result: not PeapResult.Success } => new EapMove.BreakOff(AccessReason.EapBrokenOff),
        { Binding: not null } => new EapMove.Done(verdict, keys.ToSessionKeys()),
        _ when withoutBinding is null => new EapMove.BreakOff(AccessReason.CryptoBindingMissing),
        _ => new EapMove.Done(verdict, withoutBinding),
    };
}
