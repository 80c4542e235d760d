using System.Globalization;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip.Filtering;

/// <summary>
/// Packets that a filter makes an exception of: what MS-Filter can say of them ([MS-RNAS] §2.2.1.6, [MS-RNAP] §2.2.1.3). Prefixes of IPv4
/// are written as the last 32 bits of 128, so that both families are one arithmetic.
/// </summary>
/// <param name="Protocol">What they carry; null for any.</param>
/// <param name="Source">Where they come from; <see cref="AnyIpv4"/> or <see cref="AnyIpv6"/> for anywhere.</param>
/// <param name="SourcePort">TCP's and UDP's port, ICMP's type; null for any.</param>
/// <param name="Destination">Where they go.</param>
/// <param name="DestinationPort">TCP's and UDP's port, ICMP's code; null for any.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PacketRule(
    IpProtocol? Protocol, Ipv6Prefix Source, ushort? SourcePort, Ipv6Prefix Destination, ushort? DestinationPort)
{
    private const int Ipv4Bits = 96;

    /// <summary>All of IPv4.</summary>
    public static Ipv6Prefix AnyIpv4 { get; } = new(default, Ipv4Bits);

    /// <summary>All of IPv6.</summary>
    public static Ipv6Prefix AnyIpv6 { get; } = new(default, 0);

    /// <summary>A prefix of IPv4 as rules have it.</summary>
    public static Ipv6Prefix Of(Ipv4Network network) => new(Of(network.Address), Ipv4Bits + network.PrefixLength);

    /// <summary>An address of IPv4 as rules have it.</summary>
    public static Ipv6Address Of(Ipv4Address address) => new(0, address.Value);

    /// <summary>A prefix of a rule for IPv4 as what it is.</summary>
    public static Ipv4Network ToIpv4(Ipv6Prefix prefix) => new(new Ipv4Address((uint)prefix.Address.InterfaceId), prefix.Length - Ipv4Bits);

    /// <summary>Whether the packet is meant. Of a later fragment only the addresses and the protocol are known.</summary>
    /// <param name="packet">What is known of it.</param>
    /// <param name="withoutPorts">Whether a later fragment is taken for one with the right ports.</param>
    public bool Matches(in PacketFacts packet, bool withoutPorts) =>
        (Protocol is not { } protocol || protocol == packet.Protocol)
        && Source.Contains(packet.Source) && Destination.Contains(packet.Destination)
        && ((SourcePort is null && DestinationPort is null) || (packet.HasPorts ? HasPorts(packet) : withoutPorts));

    /// <summary>In words, such as <c>tcp to 10.1.0.0/16 port 443</c>.</summary>
    /// <param name="isIpv6">Of which family its prefixes are.</param>
    public string ToText(bool isIpv6) => string.Join(' ', new[]
    {
        Protocol switch { null => "any", IpProtocol.Icmp => "icmp", IpProtocol.IcmpV6 => "icmpv6", IpProtocol.Tcp => "tcp", IpProtocol.Udp => "udp", { } other => $"protocol {(byte)other}" },
        End("from", Source, isIpv6), PortWords("port", "type", SourcePort), End("to", Destination, isIpv6), PortWords("to port", "code", DestinationPort),
    }.Where(words => words.Length > 0));

    private static string End(string word, Ipv6Prefix prefix, bool isIpv6) =>
        isIpv6 ? prefix == AnyIpv6 ? "" : $"{word} {prefix}" : prefix == AnyIpv4 ? "" : $"{word} {ToIpv4(prefix)}";

    private string PortWords(string word, string ofIcmp, ushort? port) => port is not { } number ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{(Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6 ? ofIcmp : word)} {number}");

    private bool HasPorts(in PacketFacts packet) =>
        (SourcePort is not { } source || source == packet.SourcePort) && (DestinationPort is not { } destination || destination == packet.DestinationPort);
}
