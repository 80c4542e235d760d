using System.Buffers.Binary;
using System.Numerics;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;

namespace Adit.Protocols.Radius;

/// <summary>
/// MS-Filter (RFC 2548 §2.6, in the form of [MS-RNAP] §2.2.1.3) and MS-IPv6-Filter ([MS-RNAS] §2.2.1.6): the same layout, whose numbers
/// are little-endian for IPv4 and in network order for IPv6. Sets begin at multiples of eight.
/// </summary>
internal static class PacketFilterAttributes
{
    private const uint Version = 1;
    private const int HeaderLength = 12;
    private const int EntryLength = 16;
    private const int SetHeaderLength = 12;
    private const uint SiteToSite = 0xffff0009;
    private const ushort AnyIcmp = 0xff;
    private const int MaxEntries = 3;

    // Both kinds together fill less than half of a message.
    internal const int MaxLength = 1600;

    public static byte[] Write(IReadOnlyList<PacketFilter> filters, bool isIpv6)
    {
        if (filters.Count == 0)
            return [];

        var ofFamily = filters.Where(filter => filter.IsIpv6 == isIpv6).ToList();
        if (ofFamily.Count == 0)
            return [];

        var bytes = new byte[HeaderLength + (EntryLength * ofFamily.Count)];
        Put(bytes, isIpv6, Version, 0, (uint)ofFamily.Count);
        for (var i = 0; i < ofFamily.Count; i++)
        {
            var set = WriteSet(ofFamily[i]);
            var offset = (bytes.Length + 7) & ~7;
            Put(bytes.AsSpan(HeaderLength + (i * EntryLength)), isIpv6, InfoOf(ofFamily[i]), (uint)set.Length, 1, (uint)offset);
            bytes = [.. bytes, .. new byte[offset - bytes.Length], .. set];
        }

        Put(bytes.AsSpan(4), isIpv6, (uint)bytes.Length);
        return bytes;
    }

    /// <summary>Null where it is damaged, or says what we cannot do: a filter that is not understood must not pass for none.</summary>
    public static List<PacketFilter>? Read(ReadOnlySpan<byte> bytes, bool isIpv6)
    {
        var filters = new List<PacketFilter>();
        if (bytes.IsEmpty)
            return filters;
        if (bytes.Length is < HeaderLength or > MaxLength || Get(bytes, isIpv6) != Version || Get(bytes[4..], isIpv6) != bytes.Length
            || Get(bytes[8..], isIpv6) is not (> 0 and <= MaxEntries and var count) || bytes.Length < HeaderLength + (count * EntryLength))
            return null;

        var end = HeaderLength + ((int)count * EntryLength);
        for (var i = 0; i < count; i++)
        {
            var entry = bytes.Slice(HeaderLength + (i * EntryLength), EntryLength);
            var (info, length, offset) = (Get(entry, isIpv6), Get(entry[4..], isIpv6), Get(entry[12..], isIpv6));
            if (length < SetHeaderLength || offset < end || offset % 8 != 0 || offset > bytes.Length || length > bytes.Length - offset)
                return null;

            end = (int)(offset + length);
            if (info == SiteToSite && !isIpv6)
                continue;
            if (DirectionOf(info, isIpv6) is not { } direction || filters.Exists(filter => filter.Direction == direction) || Get(entry[8..], isIpv6) != 1
                || ReadSet(bytes[(int)offset..end], direction, isIpv6) is not { } read)
                return null;

            filters.Add(read);
        }

        return filters;
    }

    private static uint InfoOf(PacketFilter filter) =>
        (filter.IsIpv6 ? 0xffff0011u : 0xffff0001u) + (filter.Direction is PacketDirection.Out ? 1u : 0u);

    private static PacketDirection? DirectionOf(uint info, bool isIpv6) => (info - (isIpv6 ? 0xffff0011u : 0xffff0001u)) switch
    {
        0 => PacketDirection.In,
        1 => PacketDirection.Out,
        _ => null,
    };

    private static int RuleLength(bool isIpv6) => isIpv6 ? 52 : 28;

    private static byte[] WriteSet(PacketFilter filter)
    {
        var bytes = new byte[SetHeaderLength + (RuleLength(filter.IsIpv6) * filter.Rules.Count)];
        Put(bytes, filter.IsIpv6, Version, (uint)filter.Rules.Count, filter.DropsOthers ? 1u : 0u);
        for (var i = 0; i < filter.Rules.Count; i++)
            WriteRule(filter.Rules[i], bytes.AsSpan(SetHeaderLength + (i * RuleLength(filter.IsIpv6))), filter.IsIpv6);
        return bytes;
    }

    private static void WriteRule(PacketRule rule, Span<byte> bytes, bool isIpv6)
    {
        WriteEnd(rule.Source, bytes, isIpv6);
        WriteEnd(rule.Destination, bytes[EndLength(isIpv6)..], isIpv6);
        var rest = bytes[(2 * EndLength(isIpv6))..];
        Put(rest, isIpv6, rule.Protocol is { } protocol ? (uint)protocol : 0, 0);
        WritePort(rule.Protocol, rule.SourcePort, rest[8..], isIpv6);
        WritePort(rule.Protocol, rule.DestinationPort, rest[10..], isIpv6);
    }

    private static int EndLength(bool isIpv6) => isIpv6 ? Ipv6Address.Length + 4 : 2 * Ipv4Address.Length;

    private static void WriteEnd(Ipv6Prefix prefix, Span<byte> bytes, bool isIpv6)
    {
        if (isIpv6)
        {
            prefix.Address.Write(bytes);
            Put(bytes[Ipv6Address.Length..], isIpv6, (uint)prefix.Length);
            return;
        }

        var network = PacketRule.ToIpv4(prefix);
        network.Address.Write(bytes);
        network.Mask.Write(bytes[Ipv4Address.Length..]);
    }

    private static Ipv6Prefix? ReadEnd(ReadOnlySpan<byte> bytes, bool isIpv6)
    {
        if (isIpv6)
            return Get(bytes[Ipv6Address.Length..], isIpv6) is <= 128 and var length ? Ipv6Prefix.Of(Ipv6Address.Read(bytes), (int)length) : null;

        var mask = BinaryPrimitives.ReadUInt32BigEndian(bytes[Ipv4Address.Length..]);
        var bits = BitOperations.LeadingZeroCount(~mask);
        return BitOperations.PopCount(mask) == bits ? PacketRule.Of(Ipv4Network.Around(Ipv4Address.Read(bytes), bits)) : null;
    }

    private static PacketFilter? ReadSet(ReadOnlySpan<byte> bytes, PacketDirection direction, bool isIpv6)
    {
        var ruleLength = RuleLength(isIpv6);
        if (Get(bytes, isIpv6) != Version || Get(bytes[8..], isIpv6) is not (0 or 1)
            || Get(bytes[4..], isIpv6) is var count && count != (bytes.Length - SetHeaderLength) / ruleLength || (bytes.Length - SetHeaderLength) % ruleLength != 0)
            return null;

        var rules = new PacketRule[count];
        for (var i = 0; i < rules.Length; i++)
        {
            if (ReadRule(bytes[(SetHeaderLength + (i * ruleLength))..], direction, isIpv6) is not { } rule)
                return null;
            rules[i] = rule;
        }

        return new PacketFilter(direction, isIpv6, Get(bytes[8..], isIpv6) == 1, rules);
    }

    /// <summary>The end that the gateway is to fill in with the client's address is the client's anyway: packets of others never come so far.</summary>
    private static PacketRule? ReadRule(ReadOnlySpan<byte> bytes, PacketDirection direction, bool isIpv6)
    {
        var rest = bytes[(2 * EndLength(isIpv6))..];
        var (protocol, lateBound) = (Get(rest, isIpv6), Get(rest[4..], isIpv6));
        var any = isIpv6 ? PacketRule.AnyIpv6 : PacketRule.AnyIpv4;
        var source = direction is PacketDirection.In && (lateBound & 0x11) != 0 ? any : ReadEnd(bytes, isIpv6);
        var destination = direction is PacketDirection.Out && (lateBound & 0x24) != 0 ? any : ReadEnd(bytes[EndLength(isIpv6)..], isIpv6);
        if (protocol > byte.MaxValue || source is not { } from || destination is not { } to)
            return null;

        IpProtocol? carried = protocol == 0 ? null : (IpProtocol)protocol;
        return new PacketRule(carried, from, ReadPort(carried, rest[8..], isIpv6), to, ReadPort(carried, rest[10..], isIpv6));
    }

    private static void WritePort(IpProtocol? protocol, ushort? port, Span<byte> bytes, bool isIpv6)
    {
        if (IsIcmp(protocol) && !isIpv6)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, port ?? AnyIcmp);
        else
            BinaryPrimitives.WriteUInt16BigEndian(bytes, port ?? (IsIcmp(protocol) ? AnyIcmp : (ushort)0));
    }

    private static ushort? ReadPort(IpProtocol? protocol, ReadOnlySpan<byte> bytes, bool isIpv6)
    {
        if (protocol is not (IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.IcmpV6))
            return null;

        var port = IsIcmp(protocol) && !isIpv6 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return port == (IsIcmp(protocol) ? AnyIcmp : 0) ? null : port;
    }

    private static bool IsIcmp(IpProtocol? protocol) => protocol is IpProtocol.Icmp or IpProtocol.IcmpV6;

    private static uint Get(ReadOnlySpan<byte> bytes, bool isIpv6) =>
        isIpv6 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static void Put(Span<byte> bytes, bool isIpv6, params ReadOnlySpan<uint> numbers)
    {
        foreach (var number in numbers)
        {
            if (isIpv6)
                BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
            bytes = bytes[sizeof(uint)..];
        }
    }
}
