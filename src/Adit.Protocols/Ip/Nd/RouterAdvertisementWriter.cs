using System.Buffers.Binary;

namespace Adit.Protocols.Ip.Nd;

/// <summary>Writes the options of an advertisement, in the order MTU, prefixes, routes, name servers, domains.</summary>
internal static class RouterAdvertisementWriter
{
    private const int DnsHeaderLength = 8;

    // An option's length ends at 2040 bytes, and a name has up to 255.
    private const int DomainsPerOption = 4;

    public static byte[] Write(RouterAdvertisement advertisement)
    {
        var options = new List<byte[]>();
        if (advertisement.Mtu is { } mtu)
            options.Add(MtuOption(mtu));
        foreach (var prefix in advertisement.Prefixes)
            options.Add(Filled(PrefixInformation.Length, prefix.Write));
        foreach (var route in advertisement.Routes)
            options.Add(Filled(route.Length, route.Write));
        if (advertisement.DnsServers.Count > 0)
            options.Add(ServersOption(advertisement));
        foreach (var domains in advertisement.SearchDomains.Chunk(DomainsPerOption))
            options.Add(DomainsOption(domains, advertisement.DnsLifetime));
        return [.. options.SelectMany(option => option)];
    }

    private static byte[] MtuOption(uint mtu)
    {
        var option = new byte[] { (byte)NdOptionType.Mtu, 1, 0, 0, 0, 0, 0, 0 };
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), mtu);
        return option;
    }

    private static byte[] ServersOption(RouterAdvertisement advertisement)
    {
        var servers = advertisement.DnsServers;
        var option = DnsOption(NdOptionType.RecursiveDnsServer, servers.Count * Ipv6Address.Length, advertisement.DnsLifetime);
        for (var i = 0; i < servers.Count; i++)
            servers[i].Write(option.AsSpan(DnsHeaderLength + (i * Ipv6Address.Length)));
        return option;
    }

    private static byte[] DomainsOption(string[] domains, uint lifetime)
    {
        var option = DnsOption(NdOptionType.DnsSearchList, DomainNames.LengthOf(domains), lifetime);
        DomainNames.Write(domains, option.AsSpan(DnsHeaderLength));
        return option;
    }

    /// <summary>The values' length is rounded up to whole units; zeros pad it.</summary>
    private static byte[] DnsOption(NdOptionType type, int valuesLength, uint lifetime)
    {
        var units = (DnsHeaderLength + valuesLength + NdOptions.Unit - 1) / NdOptions.Unit;
        var option = new byte[units * NdOptions.Unit];
        (option[0], option[1]) = ((byte)type, (byte)units);
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), lifetime);
        return option;
    }

    private delegate void Fill(Span<byte> option);

    private static byte[] Filled(int length, Fill fill)
    {
        var option = new byte[length];
        fill(option);
        return option;
    }
}
