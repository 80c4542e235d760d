using System.Buffers;
using System.Buffers.Binary;

namespace Adit.Protocols.Ip.Dhcpv6;

/// <summary>The options that we know (RFC 8415 §21, RFC 3646).</summary>
internal enum Dhcpv6Option : ushort
{
    None = 0,
    ClientId = 1,
    ServerId = 2,
    NonTemporaryAddresses = 3,
    TemporaryAddresses = 4,
    OptionRequest = 6,
    DnsServers = 23,
    DomainList = 24,
    PrefixDelegation = 25,
    RefreshTime = 32,
}

/// <summary>Writes a message; what is empty is left out.</summary>
internal sealed class Dhcpv6Writer
{
    private readonly ArrayBufferWriter<byte> _buffer = new(128);

    public Dhcpv6Writer(Dhcpv6MessageType type, uint transactionId) => Put(((uint)type << 24) | transactionId);

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Add(Dhcpv6Option option, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;

        Put(((uint)option << 16) | (ushort)value.Length);
        _buffer.Write(value);
    }

    public void Add(IReadOnlyList<ushort> requested)
    {
        var value = new byte[requested.Count * sizeof(ushort)];
        for (var i = 0; i < requested.Count; i++)
            BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(i * sizeof(ushort)), requested[i]);
        Add(Dhcpv6Option.OptionRequest, value);
    }

    public void Add(IReadOnlyList<Ipv6Address> servers)
    {
        var value = new byte[servers.Count * Ipv6Address.Length];
        for (var i = 0; i < servers.Count; i++)
            servers[i].Write(value.AsSpan(i * Ipv6Address.Length));
        Add(Dhcpv6Option.DnsServers, value);
    }

    public void Add(IReadOnlyList<string> domains)
    {
        var value = new byte[DomainNames.LengthOf(domains)];
        DomainNames.Write(domains, value);
        Add(Dhcpv6Option.DomainList, value);
    }

    public void Add(uint? refreshTime)
    {
        if (refreshTime is not { } seconds)
            return;

        Put(((uint)Dhcpv6Option.RefreshTime << 16) | sizeof(uint));
        Put(seconds);
    }

    private void Put(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(sizeof(uint)), value);
        _buffer.Advance(sizeof(uint));
    }
}
