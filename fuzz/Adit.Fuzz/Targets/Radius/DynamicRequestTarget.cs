using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Dynamic;

namespace Adit.Fuzz.Targets.Radius;

/// <summary>What an authority wants of sessions: one that is to be carried out names a session, and a change that is one.</summary>
internal sealed class DynamicRequestTarget : IFuzzTarget
{
    private static readonly byte[] _session = [44, 5, .. "s-1"u8];

    private static readonly byte[] _filter = Microsoft(22, PacketFilterAttributes.Write(
        [new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [new PacketRule(IpProtocol.Tcp, PacketRule.AnyIpv4, null, PacketRule.AnyIpv4, 443)])], isIpv6: false));

    public string Name => "radius-dynamic-request";

    public IEnumerable<byte[]> Seeds =>
    [
        [(byte)RadiusCode.DisconnectRequest, .. _session],
        [(byte)RadiusCode.DisconnectRequest, 1, 5, .. "ann"u8, 8, 6, 10, 0, 0, 7, 4, 6, 10, 0, 0, 1, 55, 6, 0x60, 0, 0, 0],
        [(byte)RadiusCode.CoaRequest, .. _session, 27, 6, 0, 0, 0x0e, 0x10, 28, 6, 0, 0, 0, 60],
        [(byte)RadiusCode.CoaRequest, .. _session, 27, 6, 0, 0, 0x0e, 0x10, 26, 9, 0, 0, 1, 0x37, 22, 3, 1],
        [(byte)RadiusCode.CoaRequest, .. _session, 25, 4, 1, 2, 25, 3, 3, 85, 6, 0, 0, 0, 120, .. _filter],
        [(byte)RadiusCode.CoaRequest, .. _session, 6, 6, 0, 0, 0, 17, 24, 4, 1, 2],
    ];

    /// <summary>One of both kinds, with attributes that fill it.</summary>
    public byte[] Repair(byte[] input)
    {
        if (input.Length == 0)
            return input;

        var message = input[..Math.Min(input.Length, 4096)];
        message[0] = (byte)(message[0] % 2 == 0 ? RadiusCode.DisconnectRequest : RadiusCode.CoaRequest);
        return Attributes.Fill(message, 1);
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var cause = DynamicRequest.TryParse(input, out var request);
        BrokenLawException.ThrowUnless(
            cause is not ErrorCause.None || (request.SessionId ?? request.UserName ?? request.CallingStationId) is not null
                || request.FramedIpAddress is not null || request.FramedIpv6Prefix is not null,
            "What is carried out names a session.");
        BrokenLawException.ThrowUnless(
            cause is not ErrorCause.None || request.Code is RadiusCode.DisconnectRequest || request.Change.IsAny || (request.IsAuthorizeOnly && !request.State.IsEmpty),
            "What is carried out changes something.");
        BrokenLawException.ThrowUnless(
            cause is not ErrorCause.None || (request.Change.SessionTimeout ?? request.Change.IdleTimeout ?? TimeSpan.MaxValue) > TimeSpan.Zero,
            "No time is none at all.");
        if (cause is ErrorCause.None)
            _ = new SessionFilter(request.Change.Replace([])); // throws where there are two for the same packets
        BrokenLawException.ThrowUnless(cause is ErrorCause.UnsupportedAttribute == request.Unsupported is not null
            || cause is ErrorCause.UnsupportedService or ErrorCause.InvalidRequest, "What is not supported is named.");
        return cause is not ErrorCause.InvalidRequest;
    }

    private static byte[] Microsoft(byte type, byte[] value) =>
        [26, (byte)(value.Length + 8), 0, 0, 1, 0x37, type, (byte)(value.Length + 2), .. value];
}
