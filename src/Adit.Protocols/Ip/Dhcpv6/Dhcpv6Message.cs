using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Adit.Protocols.Ip.Dhcpv6;

/// <summary>
/// A message between a client and a server of DHCPv6 (RFC 8415 §8), as far as settings without addresses go. Options that we do not know
/// are passed over. An option that we know and that is malformed makes the message none.
/// </summary>
/// <param name="Type">What is said.</param>
/// <param name="TransactionId">24 bits: the reply has those of its request.</param>
public sealed record Dhcpv6Message(Dhcpv6MessageType Type, uint TransactionId)
{
    /// <summary>The longest identifier (RFC 8415 §11.1).</summary>
    public const int MaxDuidLength = 130;

    internal const int MaxItems = 64; // of requested options; servers and names are fewer
    private const int HeaderLength = 4;
    private const int OptionHeaderLength = 4;

    /// <summary>Who asks; empty where the client does not say (RFC 8415 §18.2.6).</summary>
    public ReadOnlyMemory<byte> ClientId { get; init; }

    /// <summary>Who answers; empty in a request for anybody.</summary>
    public ReadOnlyMemory<byte> ServerId { get; init; }

    /// <summary>What the client wants to know, by option code; at most 64.</summary>
    public IReadOnlyList<ushort> Requested { get; init; } = [];

    /// <summary>Name servers (RFC 3646 §3).</summary>
    public IReadOnlyList<Ipv6Address> DnsServers { get; init; } = [];

    /// <summary>Domains in which short names are looked for (RFC 3646 §4).</summary>
    public IReadOnlyList<string> SearchDomains { get; init; } = [];

    /// <summary>When to ask again, in seconds (RFC 8415 §21.23); null where the server does not say.</summary>
    public uint? RefreshTime { get; init; }

    /// <summary>Whether it speaks of addresses or prefixes to be leased, which a request for settings alone must not.</summary>
    public bool AsksForAddresses { get; private init; }

    /// <summary>Reads a message; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Dhcpv6Message? message)
    {
        message = null;
        if (bytes.Length < HeaderLength)
            return false;

        var read = new Dhcpv6Message((Dhcpv6MessageType)bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes) & 0xff_ffff);
        for (var rest = bytes[HeaderLength..]; !rest.IsEmpty;)
        {
            var length = rest.Length < OptionHeaderLength ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length - OptionHeaderLength
                || read.With((Dhcpv6Option)BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Slice(OptionHeaderLength, length)) is not { } next)
                return false;

            read = next;
            rest = rest[(OptionHeaderLength + length)..];
        }

        message = read;
        return true;
    }

    /// <summary>The message's bytes.</summary>
    public byte[] ToBytes()
    {
        var writer = new Dhcpv6Writer(Type, TransactionId);
        writer.Add(Dhcpv6Option.ClientId, ClientId.Span);
        writer.Add(Dhcpv6Option.ServerId, ServerId.Span);
        writer.Add(Requested);
        writer.Add(DnsServers);
        writer.Add(SearchDomains);
        writer.Add(RefreshTime);
        return writer.ToArray();
    }

    /// <summary>With one option more; null where it is malformed or there twice.</summary>
    private Dhcpv6Message? With(Dhcpv6Option option, ReadOnlySpan<byte> value) => option switch
    {
        Dhcpv6Option.ClientId => ClientId.IsEmpty && IsDuid(value) ? this with { ClientId = value.ToArray() } : null,
        Dhcpv6Option.ServerId => ServerId.IsEmpty && IsDuid(value) ? this with { ServerId = value.ToArray() } : null,
        Dhcpv6Option.OptionRequest => Requested.Count == 0 ? WithRequested(value) : null,
        Dhcpv6Option.DnsServers => DnsServers.Count == 0 ? WithServers(value) : null,
        Dhcpv6Option.DomainList => SearchDomains.Count == 0 && DomainNames.TryRead(value, out var names) ? this with { SearchDomains = names } : null,
        Dhcpv6Option.RefreshTime => RefreshTime is null && value.Length == sizeof(uint)
            ? this with { RefreshTime = BinaryPrimitives.ReadUInt32BigEndian(value) } : null,
        Dhcpv6Option.NonTemporaryAddresses or Dhcpv6Option.TemporaryAddresses or Dhcpv6Option.PrefixDelegation =>
            this with { AsksForAddresses = true },
        _ => this,
    };

    private Dhcpv6Message? WithRequested(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length % sizeof(ushort) != 0 || value.Length > MaxItems * sizeof(ushort))
            return null;

        var codes = new ushort[value.Length / sizeof(ushort)];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = BinaryPrimitives.ReadUInt16BigEndian(value[(i * sizeof(ushort))..]);
        return this with { Requested = codes };
    }

    private Dhcpv6Message? WithServers(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length % Ipv6Address.Length != 0 || value.Length > MaxItems * Ipv6Address.Length)
            return null;

        var servers = new Ipv6Address[value.Length / Ipv6Address.Length];
        for (var i = 0; i < servers.Length; i++)
            servers[i] = Ipv6Address.Read(value[(i * Ipv6Address.Length)..]);
        return this with { DnsServers = servers };
    }

    private static bool IsDuid(ReadOnlySpan<byte> value) => value.Length is > 2 and <= MaxDuidLength;
}

/// <summary>The messages that we send or tell apart (RFC 8415 §7.3).</summary>
public enum Dhcpv6MessageType : byte
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary>A server's answer.</summary>
    Reply = 7,

    /// <summary>A client asks for settings alone.</summary>
    InformationRequest = 11,
}
