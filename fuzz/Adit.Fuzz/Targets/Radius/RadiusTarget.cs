using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Fuzz.Targets.Radius;

/// <summary>
/// The messages between gateway and authority: what is accepted is written as a message that is accepted again, and that is then
/// written the same. What nobody looks at is left out the first time.
/// </summary>
internal abstract class RadiusTarget(RadiusCode code) : IFuzzTarget
{
    private const int MaxLength = 4096;

    protected static MsChapV2Exchange Exchange { get; } = new(7, "Zoë", new byte[16], new byte[16], new byte[24]);

    public abstract string Name { get; }

    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>
    /// The code, attributes whose lengths fill the message, and behind them all that is needed: of two, the first one counts.
    /// </summary>
    public byte[] Repair(byte[] input)
    {
        var needed = Seeds.First()[1..];
        var message = input[..Math.Min(input.Length, MaxLength - needed.Length)];
        if (message.Length == 0)
            return message;

        message[0] = (byte)code;
        return [.. Attributes.Fill(message, 1), .. needed];
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (Rewrite(input) is not { } written)
            return false;

        BrokenLawException.ThrowUnless(
            written[0] == input.Span[0] && written.Length <= MaxLength, "A message keeps its kind and its bound.");
        BrokenLawException.ThrowUnless(
            Rewrite(written) is { } again && again.AsSpan().SequenceEqual(written),
            "What is accepted is accepted again, and written the same.");
        return true;
    }

    /// <summary>Reads a message and writes it; null where it is refused.</summary>
    protected abstract byte[]? Rewrite(ReadOnlyMemory<byte> message);
}

/// <summary>May they come in?</summary>
internal sealed class AccessRequestTarget() : RadiusTarget(RadiusCode.AccessRequest)
{
    private static readonly MsChapV2Exchange _longNamed = Exchange with { UserName = new string('x', 300) };

    private static readonly MsChapV2Change _change = new(Exchange, new byte[516], new byte[16]);

    public override string Name => "radius-access-request";

    public override IEnumerable<byte[]> Seeds =>
    [
        new AccessRequest(new AccessCredentials.MsChapV2(Exchange), "s-1", "gw", "192.0.2.1", Guid.Empty).ToBytes(),
        new AccessRequest(new AccessCredentials.MsChapV2(_longNamed), "s-1", "gw", "192.0.2.1", null).ToBytes(),
        new AccessRequest(new AccessCredentials.MsChapV2Changed(_change), "s-1", "gw", "192.0.2.1", null).ToBytes(),
        new AccessRequest(new AccessCredentials.Pap("User", "password"u8.ToArray()), "s-1", "gw", "2001:db8::1", null).ToBytes(),
        (new AccessRequest(new AccessCredentials.Pap("User", "password"u8.ToArray()), "s-1", "gw", "2001:db8::1", null) with
        {
            Attributes = new AccessAttributes
            {
                NasIpAddress = new(1),
                NasIpv6Address = new(1, 2),
                NasIdentifier = "x",
                NasPort = 1,
                NasPortType = 5,
                CalledStationId = "192.0.2.9",
                TunnelType = AccessAttributes.Sstp,
                TunnelClientEndpoint = "192.0.2.1",
                RasClientName = "PC",
                Client = new AccessClient("branch", "192.0.2.7", "Contoso"),
            },
        }).ToBytes(),
    ];

    protected override byte[]? Rewrite(ReadOnlyMemory<byte> message) =>
        AccessRequest.TryParse(message, out var request) ? request.ToBytes() : null;
}

/// <summary>Yes or no.</summary>
internal sealed class AccessReplyTarget() : RadiusTarget(RadiusCode.AccessAccept)
{
    public override string Name => "radius-access-reply";

    public override IEnumerable<byte[]> Seeds =>
    [
        new AccessReply.Accept("User", 7, "S=0123456789012345678901234567890123456789", Packets.Keys)
        {
            FramedIpAddress = new(0x0a000002),
            FramedIpv6Prefix = new(new(0xfd00_0001_0002_0003, 0), 64),
            SessionTimeout = TimeSpan.FromHours(8),
            IdleTimeout = TimeSpan.FromMinutes(5),
            Classes = [new byte[200], new byte[100]],
        }.ToBytes(),
        new AccessReply.Accept("User", 0, null, Adit.Protocols.Crypto.SessionKeys.NotGenerated).ToBytes(),
        new AccessReply.Accept("User", 0, null, Adit.Protocols.Crypto.SessionKeys.NotGenerated)
        {
            Trace = "network: Staff",
            Settings = new SessionSettings
            {
                Filters = [new(PacketDirection.In, IsIpv6: false, DropsOthers: true, [new(IpProtocol.Tcp, PacketRule.AnyIpv4, null, PacketRule.AnyIpv4, 443)])],
                Routes = [new(new(0x0a000000), 8)],
                Ipv6Routes = [new(new(0xfd00_0000_0000_0000, 0), 8)],
                Dns = [new(1), new(2)],
                Pool = "guests",
                Mtu = 1344,
                SessionsPerUser = 1,
                EncryptionPolicy = 2,
                EncryptionTypes = 14,
                InterimInterval = TimeSpan.FromMinutes(5),
            },
        }.ToBytes(),
        new AccessReply.Reject(AccessReason.WrongCredentials, 7, 691, MayRetry: true).ToBytes(),
    ];

    protected override byte[]? Rewrite(ReadOnlyMemory<byte> message) =>
        AccessReply.TryParse(message, out var reply) ? reply.ToBytes() : null;
}

/// <summary>What became of them.</summary>
internal sealed class AccountingRequestTarget() : RadiusTarget(RadiusCode.AccountingRequest)
{
    public override string Name => "radius-accounting-request";

    public override IEnumerable<byte[]> Seeds =>
    [
        new AccountingRequest(AccountingStatus.Start, "s-1", "User", "gw", "192.0.2.1") { FramedIpAddress = new(0x0a000002) }.ToBytes(),
        new AccountingRequest(AccountingStatus.Stop, "s-1", "User", "gw", "192.0.2.1")
        {
            CorrelationId = Guid.Empty,
            Classes = [new byte[200], new byte[100]],
            InputOctets = 5_000_000_000,
            OutputOctets = 7,
            InputPackets = 8,
            OutputPackets = 9,
            SessionTime = TimeSpan.FromHours(1),
            TerminateCause = TerminateCause.UserRequest,
        }.ToBytes(),
    ];

    protected override byte[]? Rewrite(ReadOnlyMemory<byte> message) =>
        AccountingRequest.TryParse(message, out var request) ? request.ToBytes() : null;
}
