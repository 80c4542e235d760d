using System.Buffers.Binary;

namespace Adit.Protocols.Ip.Nd;

/// <summary>Gathers the options of one advertisement.</summary>
internal sealed class RouterAdvertisementReader
{
    private const int MtuLength = 8;
    private const int DnsHeaderLength = 8;

    private readonly List<PrefixInformation> _prefixes = [];
    private readonly List<RouteInformation> _routes = [];
    private readonly List<Ipv6Address> _servers = [];
    private readonly List<string> _domains = [];
    private uint? _mtu;
    private uint? _dnsLifetime;

    public RouterAdvertisement Result => new()
    {
        Mtu = _mtu, Prefixes = _prefixes, Routes = _routes, DnsServers = _servers, SearchDomains = _domains, DnsLifetime = _dnsLifetime ?? 0,
    };

    /// <summary>False where the options' lengths cannot be true.</summary>
    public bool TryRead(ReadOnlySpan<byte> bytes)
    {
        var options = new NdOptions(bytes);
        while (options.TryNext(out var type, out var option))
            Take(type, option);
        return !options.AreBroken;
    }

    private void Take(NdOptionType type, ReadOnlySpan<byte> option)
    {
        switch (type)
        {
            case NdOptionType.PrefixInformation when PrefixInformation.Read(option) is { } prefix:
                Keep(_prefixes, prefix);
                break;
            case NdOptionType.RouteInformation when RouteInformation.Read(option) is { } route:
                Keep(_routes, route);
                break;
            case NdOptionType.Mtu when option.Length == MtuLength:
                _mtu = BinaryPrimitives.ReadUInt32BigEndian(option[4..]);
                break;
            case NdOptionType.RecursiveDnsServer:
                TakeServers(option);
                break;
            case NdOptionType.DnsSearchList:
                TakeDomains(option);
                break;
        }
    }

    /// <summary>At least one address, and whole ones (RFC 8106 §5.3.1).</summary>
    private void TakeServers(ReadOnlySpan<byte> option)
    {
        if (option.Length < DnsHeaderLength + Ipv6Address.Length || (option.Length - DnsHeaderLength) % Ipv6Address.Length != 0)
            return;

        TakeDnsLifetime(option);
        for (var rest = option[DnsHeaderLength..]; !rest.IsEmpty; rest = rest[Ipv6Address.Length..])
            Keep(_servers, Ipv6Address.Read(rest));
    }

    private void TakeDomains(ReadOnlySpan<byte> option)
    {
        if (option.Length <= DnsHeaderLength || !DomainNames.TryRead(option[DnsHeaderLength..], out var names))
            return;

        TakeDnsLifetime(option);
        foreach (var name in names)
            Keep(_domains, name);
    }

    /// <summary>Each option has its own; we hold all of them as long as the shortest.</summary>
    private void TakeDnsLifetime(ReadOnlySpan<byte> option) =>
        _dnsLifetime = Math.Min(_dnsLifetime ?? uint.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(option[4..]));

    private static void Keep<T>(List<T> kept, T one)
    {
        if (kept.Count < RouterAdvertisement.MaxOptions)
            kept.Add(one);
    }
}
