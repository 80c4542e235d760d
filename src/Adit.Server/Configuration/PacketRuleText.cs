using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;

namespace Adit.Server.Configuration;

/// <summary>A rule of a session's filter as the file has it.</summary>
internal sealed record PacketRuleText
{
    public byte? Protocol { get; init; }

    public IPNetwork? Source { get; init; }

    public ushort? SourcePort { get; init; }

    public IPNetwork? Destination { get; init; }

    public ushort? DestinationPort { get; init; }

    public ushort? IcmpType { get; init; }

    private IpProtocol? Known => (IpProtocol?)Protocol;

    /// <summary>Why it could never be meant; null where nothing is wrong.</summary>
    public string? FindContradiction()
    {
        if ((SourcePort ?? DestinationPort) is not null && Known is not (IpProtocol.Tcp or IpProtocol.Udp))
            return "only tcp and udp have ports";
        if (IcmpType is not null && Known is not (IpProtocol.Icmp or IpProtocol.IcmpV6))
            return "only icmp and icmpv6 have types";
        return IsOf(isIpv6: false) || IsOf(isIpv6: true) ? null : "protocol, source and destination are of different families";
    }

    /// <summary>Whether it says something of this family.</summary>
    public bool IsOf(bool isIpv6) => IsOf(Source, isIpv6) && IsOf(Destination, isIpv6)
        && Known != (isIpv6 ? IpProtocol.Icmp : IpProtocol.IcmpV6);

    /// <summary>The rule for this family.</summary>
    public PacketRule ToRule(bool isIpv6) => new(
        Known, Prefix(Source, isIpv6), IcmpType ?? SourcePort, Prefix(Destination, isIpv6), DestinationPort);

    private static bool IsOf(IPNetwork? network, bool isIpv6) =>
        network is not { } known || known.BaseAddress.AddressFamily is AddressFamily.InterNetworkV6 == isIpv6;

    private static Ipv6Prefix Prefix(IPNetwork? network, bool isIpv6) => network is not { } known
        ? isIpv6 ? PacketRule.AnyIpv6 : PacketRule.AnyIpv4
        : isIpv6
            ? new Ipv6Prefix(Ipv6Address.Read(known.BaseAddress.GetAddressBytes()), known.PrefixLength)
            : PacketRule.Of(new Ipv4Network(Ipv4Address.Read(known.BaseAddress.GetAddressBytes()), known.PrefixLength));
}
