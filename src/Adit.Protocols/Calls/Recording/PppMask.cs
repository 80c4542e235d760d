using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// PPP frames without passwords, challenges, responses, what EAP carries, and the packets of users. Numbers stand for responses; what a
/// protocol that we do not know says is left out.
/// </summary>
internal sealed class PppMask(SecretNumbers numbers)
{
    private const int HiddenPasswordLength = 8; // whatever its own: that is nobody's business either
    private const int MaxEapLength = 3000; // a longer one is not read at all, and is not to become one that is
    private const int MagicLength = 4;
    private const int MaxIdentificationLength = MagicLength + 256;

    private static readonly byte[] _nothing = [];

    public byte[] MaskFrame(ReadOnlySpan<byte> frame)
    {
        if (!PppFrame.TryParse(frame, out var parsed))
            return frame[..Math.Min(frame.Length, PppFrame.HeaderLength)].ToArray();

        var header = frame[..(frame.Length - parsed.Information.Length)];
        return [.. header, .. MaskInformation(parsed.Protocol, parsed.Information.ToArray()).Span];
    }

    /// <summary>A packet of EAP, with its kind, its method, and the wishes of a Nak.</summary>
    public static ReadOnlyMemory<byte> MaskEap(ReadOnlyMemory<byte> packet) => Masked(packet, KeptOfEap);

    /// <summary>The version of a packet is all that is asked about.</summary>
    public static byte VersionOf(byte first) => (byte)(first & 0xf0);

    private ReadOnlyMemory<byte> MaskInformation(PppProtocol protocol, byte[] information) => protocol switch
    {
        PppProtocol.Ipv4 or PppProtocol.Ipv6 => information.Length > 0 ? (byte[])[VersionOf(information[0])] : _nothing,
        PppProtocol.Lcp or PppProtocol.Ipcp or PppProtocol.Ipv6cp => Masked(information, KeptOfControl),
        PppProtocol.Chap => Masked(information, KeptOfChap),
        PppProtocol.Pap => Masked(information, KeptOfPap),
        PppProtocol.Eap => MaskEap(information),
        _ => _nothing,
    };

    /// <summary>A packet that cannot be read keeps the header that says so.</summary>
    private static ReadOnlyMemory<byte> Masked(ReadOnlyMemory<byte> information, Func<ControlPacket, ReadOnlyMemory<byte>> keep) =>
        ControlPacket.TryParse(information, out var packet)
            ? (packet with { Data = keep(packet) }).ToArray()
            : information[..Math.Min(information.Length, ControlPacket.HeaderLength)];

    private static ReadOnlyMemory<byte> KeptOfControl(ControlPacket packet) => packet.Code switch
    {
        LcpCode.ConfigureRequest or LcpCode.ConfigureAck or LcpCode.ConfigureNak or LcpCode.ConfigureReject or LcpCode.TerminateRequest => packet.Data,
        LcpCode.CodeReject => Front(packet.Data, sizeof(byte)),
        LcpCode.ProtocolReject => Front(packet.Data, sizeof(ushort)),
        LcpCode.EchoRequest or LcpCode.EchoReply => Front(packet.Data, MagicLength),
        LcpCode.Identification => Front(packet.Data, MaxIdentificationLength),
        _ => _nothing,
    };

    private ReadOnlyMemory<byte> KeptOfChap(ControlPacket packet) => (ChapCode)packet.Code switch
    {
        ChapCode.Challenge when ChapValue.TryRead(packet, out var value) => (value with { Value = new byte[value.Value.Length] }).ToPacket().Data,
        ChapCode.Response when ChapValue.TryRead(packet, out var value) => (value with { Value = numbers.Replace(value.Value.Span) }).ToPacket().Data,
        ChapCode.ChangePassword => numbers.Replace(packet.Data.Span),
        ChapCode.Success => ChapTextMask.MaskSuccess(packet.Data.Span),
        ChapCode.Failure => ChapTextMask.MaskFailure(packet.Data.Span),
        _ => _nothing,
    };

    private static ReadOnlyMemory<byte> KeptOfPap(ControlPacket packet) => (PapCode)packet.Code switch
    {
        PapCode.AuthenticateRequest when PapRequest.TryRead(packet.Data, out var request) =>
            (request with { Password = new byte[HiddenPasswordLength] }).ToArray(),
        PapCode.AuthenticateAck or PapCode.AuthenticateNak => packet.Data,
        _ => _nothing,
    };

    private static ReadOnlyMemory<byte> KeptOfEap(ControlPacket packet)
    {
        if (packet.Data.IsEmpty)
            return _nothing;

        var type = packet.Data.Span[0];
        return packet.Length > MaxEapLength ? (byte[])[type, .. new byte[packet.Data.Length - 1]]
            : (EapType)type is EapType.Identity or EapType.Nak ? packet.Data
            : packet.Data[..1];
    }

    private static ReadOnlyMemory<byte> Front(ReadOnlyMemory<byte> data, int length) => data[..Math.Min(data.Length, length)];
}
