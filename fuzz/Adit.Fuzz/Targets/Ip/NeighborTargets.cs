using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Dhcpv6;
using Adit.Protocols.Ip.Nd;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>
/// A packet that the two ends of a tunnel say to each other over IPv6: what is accepted is written as a packet that is accepted again,
/// and that is then written the same.
/// </summary>
internal abstract class LinkMessageTarget(byte protocol, int checksumAt) : IFuzzTarget
{
    private const int IpHeader = 40;

    public abstract string Name { get; }

    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Right headers, and a right checksum.</summary>
    public byte[] Repair(byte[] input)
    {
        var seed = Seeds.First();
        var packet = input.Length < seed.Length ? [.. input, .. seed[input.Length..]] : input;
        var payload = packet.Length - IpHeader;
        (packet[0], packet[4], packet[5], packet[6], packet[7]) = (0x60, (byte)(payload >> 8), (byte)payload, protocol, byte.MaxValue);
        RepairPayload(packet.AsSpan(IpHeader));
        packet.AsSpan(IpHeader + checksumAt, 2).Clear();
        var checksum = IpPackets.Checksum([.. packet.AsSpan(8, 32), 0, protocol, (byte)(payload >> 8), (byte)payload, .. packet.AsSpan(IpHeader)]);
        (packet[IpHeader + checksumAt], packet[IpHeader + checksumAt + 1]) = ((byte)(checksum >> 8), (byte)checksum);
        return packet;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (Rewrite(input.Span) is not { } written)
            return false;

        BrokenLawException.ThrowUnless(
            Rewrite(written) is { } again && again.AsSpan().SequenceEqual(written),
            "What is accepted is accepted again, and written the same.");
        return true;
    }

    protected abstract void RepairPayload(Span<byte> payload);

    /// <summary>Reads a packet and writes it; null where it is refused.</summary>
    protected abstract byte[]? Rewrite(ReadOnlySpan<byte> packet);

    /// <summary>Options of neighbour discovery that fill the message.</summary>
    protected static void RepairOptions(Span<byte> options)
    {
        while (options.Length >= 8)
        {
            if (options[1] == 0 || options[1] * 8 > options.Length)
                options[1] = (byte)Math.Min(byte.MaxValue, options.Length / 8);
            options = options[(options[1] * 8)..];
        }
    }
}

/// <summary>A host's question for routers.</summary>
internal sealed class RouterSolicitationTarget() : LinkMessageTarget(58, checksumAt: 2)
{
    public override string Name => "nd-router-solicitation";

    public override IEnumerable<byte[]> Seeds => [new RouterSolicitation(Ipv6Address.LinkLocal(7)).ToPacket()];

    protected override void RepairPayload(Span<byte> payload)
    {
        (payload[0], payload[1]) = (133, 0);
        RepairOptions(payload[8..]);
    }

    protected override byte[]? Rewrite(ReadOnlySpan<byte> packet) =>
        RouterSolicitation.TryParse(packet, out var solicitation) ? solicitation.ToPacket() : null;
}

/// <summary>A router's answer.</summary>
internal sealed class RouterAdvertisementTarget() : LinkMessageTarget(58, checksumAt: 2)
{
    public override string Name => "nd-router-advertisement";

    public override IEnumerable<byte[]> Seeds =>
    [
        new RouterAdvertisement
        {
            RouterLifetime = 1800,
            Mtu = 1400,
            Prefixes = [new(new Ipv6Prefix(new Ipv6Address(0xfd00_0001_0002_0003, 0), 64), true, true, 7200, 3600)],
            Routes = [new(new Ipv6Prefix(new Ipv6Address(0xfd77_0000_0000_0000, 0), 48), RouterPreference.High, 600)],
            DnsServers = [new Ipv6Address(0xfd77_0000_0000_0000, 0x53)],
            SearchDomains = ["corp.example", "lab.example"],
            DnsLifetime = 1800,
        }.ToPacket(Ipv6Address.LinkLocal(1), Ipv6Address.AllNodes),
        new RouterAdvertisement().ToPacket(Ipv6Address.LinkLocal(1), Ipv6Address.LinkLocal(7)),
    ];

    protected override void RepairPayload(Span<byte> payload)
    {
        (payload[0], payload[1]) = (134, 0);
        RepairOptions(payload[16..]);
    }

    protected override byte[]? Rewrite(ReadOnlySpan<byte> packet) =>
        RouterAdvertisement.TryParse(packet, out var router, out var advertisement) ? advertisement.ToPacket(router, Ipv6Address.AllNodes) : null;
}

/// <summary>DHCPv6 without addresses.</summary>
internal sealed class Dhcpv6Target() : LinkMessageTarget(17, checksumAt: 6)
{
    private static readonly byte[] _duid = [0, 4, 1, 2, 3, 4, 5, 6];

    public override string Name => "dhcpv6";

    public override IEnumerable<byte[]> Seeds =>
    [
        new Dhcpv6Datagram(Ipv6Address.LinkLocal(7), Ipv6Address.AllDhcpServers, StatelessDhcpv6.Request(0x123456, _duid)).ToPacket(),
        new Dhcpv6Datagram(Ipv6Address.LinkLocal(1), Ipv6Address.LinkLocal(7), new Dhcpv6Message(Dhcpv6MessageType.Reply, 0x123456)
        {
            ClientId = _duid,
            ServerId = _duid,
            DnsServers = [new Ipv6Address(0xfd77_0000_0000_0000, 0x53)],
            SearchDomains = ["corp.example", "lab.example"],
            RefreshTime = 3600,
        }).ToPacket(),
    ];

    /// <summary>UDP's length, and options that fill the message.</summary>
    protected override void RepairPayload(Span<byte> payload)
    {
        (payload[4], payload[5]) = ((byte)(payload.Length >> 8), (byte)payload.Length);
        for (var rest = payload[12..]; rest.Length >= 4; rest = rest[(4 + ((rest[2] << 8) | rest[3]))..])
        {
            if (((rest[2] << 8) | rest[3]) > rest.Length - 4)
                (rest[2], rest[3]) = ((byte)((rest.Length - 4) >> 8), (byte)(rest.Length - 4));
        }
    }

    protected override byte[]? Rewrite(ReadOnlySpan<byte> packet) =>
        Dhcpv6Datagram.TryParse(packet, out var datagram) ? datagram.ToPacket() : null;
}
