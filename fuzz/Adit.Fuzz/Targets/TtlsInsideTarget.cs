using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Ttls;

namespace Adit.Fuzz.Targets;

/// <summary>What happens inside of TTLS: see <see cref="EapTunnelRun"/>. What was read of AVPs reads the same once it is written.</summary>
internal sealed class TtlsInsideTarget : IFuzzTarget
{
    private static readonly TtlsOptions Everything = new()
    {
        Methods = [TtlsMethod.Pap, TtlsMethod.Chap, TtlsMethod.MsChapV2],
        Eap = [EapType.MsChapV2, EapType.GenericTokenCard],
    };

    public string Name => "eap-ttls-inside";

    public IEnumerable<byte[]> Seeds =>
    [
        EapTunnelRun.Script([.. User, .. Avp(TtlsAvpCode.UserPassword, [.. "pass"u8, .. new byte[12]])]),
        EapTunnelRun.Script([.. User, .. Avp(TtlsAvpCode.ChapChallenge, Challenge), .. Avp(TtlsAvpCode.ChapPassword, [OpenTunnel.KeyFill, .. new byte[16]])]),
        EapTunnelRun.Script([.. User, .. Avp(TtlsAvpCode.MsChapChallenge, Challenge), .. Avp(TtlsAvpCode.MsChap2Response, [OpenTunnel.KeyFill, .. new byte[49]])], []),
        EapTunnelRun.Script(Eap(0, 1, "User"u8), Eap(1, 3, [6]), Eap(2, 6, "pass"u8)),
    ];

    private static byte[] User => Avp(TtlsAvpCode.UserName, "User"u8);

    private static byte[] Challenge => [.. Enumerable.Repeat(OpenTunnel.KeyFill, 16)];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        using var inner = new EapServer(Everything.Eap, new EapServerServices(new FixedRandom()));
        return EapTunnelRun.Go(new TtlsInside(inner, Everything), input, Check);
    }

    private static bool Check(byte[] data)
    {
        if (!TtlsAvp.TryParse(data, out var avps))
            return false;

        byte[] written = [.. avps.SelectMany(avp => avp.ToBytes())];
        BrokenLawException.ThrowUnless(
            TtlsAvp.TryParse(written, out var again) && again.SelectMany(avp => avp.ToBytes()).SequenceEqual(written), "AVPs are read as they were written.");
        return avps.Count > 0;
    }

    private static byte[] Avp(TtlsAvpCode code, ReadOnlySpan<byte> value) => new TtlsAvp(code, IsMandatory: true, value.ToArray()).ToBytes();

    private static byte[] Eap(byte identifier, byte type, ReadOnlySpan<byte> data) =>
        Avp(TtlsAvpCode.EapMessage, new EapPacket(EapCode.Response, identifier, (EapType)type, data.ToArray()).ToBytes());
}
