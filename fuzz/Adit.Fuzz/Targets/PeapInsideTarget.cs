using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;

namespace Adit.Fuzz.Targets;

/// <summary>What happens inside of PEAP: see <see cref="EapTunnelRun"/>. What was read of TLVs reads the same once it is written.</summary>
internal sealed class PeapInsideTarget : IFuzzTarget
{
    private static readonly byte[] Nonce = new byte[PeapCryptoBinding.NonceLength];
    private static readonly byte[] KeyMaterial = [.. Enumerable.Repeat(OpenTunnel.KeyFill, 128)];

    public string Name => "eap-peap-inside";

    public IEnumerable<byte[]> Seeds =>
    [
        EapTunnelRun.Script(Identity, [26, 2, 1, 0, 58, 49, .. new byte[49], .. "User"u8], [26, 3], Success(Packets.Keys)),
        EapTunnelRun.Script(Identity, [3, 6], [6, .. "pass"u8], Success(SessionKeys.NotGenerated)),
        EapTunnelRun.Script(Identity, [26, 2, 1, 0, 58, 49, .. new byte[49], .. "nope"u8], [26, 4], [2, 9, 0, 11, 33, 0x80, 3, 0, 2, 0, 2]),
        EapTunnelRun.Script(Identity, [3, 13], [2, 9, 0, 11, 33, 0x80, 3, 0, 2, 0, 2]),
    ];

    private static byte[] Identity => [1, .. "User"u8];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        using var inner = new EapServer([EapType.MsChapV2, EapType.GenericTokenCard], new EapServerServices(new FixedRandom()));
        return EapTunnelRun.Go(new PeapInside(inner, new PeapOptions(), new FixedRandom()), input, Check);
    }

    private static bool Check(byte[] data)
    {
        if (!PeapFraming.TryExpand(data, EapCode.Response, 0, out var packet) || !PeapExtensions.TryParse(packet.Data, out var extensions))
            return false;

        var written = extensions.ToBytes();
        BrokenLawException.ThrowUnless(
            PeapExtensions.TryParse(written, out var again) && again.ToBytes().AsSpan().SequenceEqual(written), "TLVs are read as they were written.");
        return true;
    }

    private static byte[] Success(SessionKeys inner)
    {
        var key = PeapKeys.Derive(KeyMaterial, inner).CompoundMacKey.Span;
        var extensions = new PeapExtensions(PeapResult.Success, PeapCryptoBinding.Sign(isResponse: true, Nonce, key));
        return new EapPacket(EapCode.Response, 9, EapType.TlvExtensions, extensions.ToBytes()).ToBytes();
    }
}
