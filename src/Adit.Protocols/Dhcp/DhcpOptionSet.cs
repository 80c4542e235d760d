using System.Buffers.Binary;
using System.Collections;
using System.Text;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>The options of a message, each code once, in the order of their first appearance. Filled by whoever makes it, then left alone.</summary>
public sealed class DhcpOptionSet : IReadOnlyCollection<DhcpOption>
{
    private readonly List<DhcpOption> _options = [];

    /// <inheritdoc/>
    public int Count => _options.Count;

    /// <summary>Bytes on the wire, without the end.</summary>
    public int Length => _options.Sum(option => option.Length);

    /// <summary>Adds an option whose code is not there yet, and is not padding, end or overload.</summary>
    public void Add(DhcpOptionCode code, ReadOnlyMemory<byte> value)
    {
        if (code is DhcpOptionCode.Pad or DhcpOptionCode.End or DhcpOptionCode.Overload || Find(code) is not null)
            throw new ArgumentException($"Option {code} is there already, or is none.", nameof(code));

        _options.Add(new DhcpOption(code, value));
    }

    /// <summary>Adds an address.</summary>
    public void Add(DhcpOptionCode code, Ipv4Address address) => Add(code, [address]);

    /// <summary>Adds addresses, one behind the other.</summary>
    public void Add(DhcpOptionCode code, IReadOnlyList<Ipv4Address> addresses)
    {
        var value = new byte[addresses.Count * Ipv4Address.Length];
        for (var i = 0; i < addresses.Count; i++)
            addresses[i].Write(value.AsSpan(i * Ipv4Address.Length));
        Add(code, value);
    }

    /// <summary>Adds a number of 32 bits.</summary>
    public void Add(DhcpOptionCode code, uint number)
    {
        var value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, number);
        Add(code, value);
    }

    /// <summary>Adds a text in UTF-8, without a zero behind it.</summary>
    public void Add(DhcpOptionCode code, string text) => Add(code, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds the message's type.</summary>
    public void Add(DhcpMessageType type) => Add(DhcpOptionCode.MessageType, new[] { (byte)type });

    /// <summary>An option's value; null where it is not there.</summary>
    public ReadOnlyMemory<byte>? Find(DhcpOptionCode code)
    {
        foreach (var option in _options)
        {
            if (option.Code == code)
                return option.Value;
        }

        return null;
    }

    /// <summary>An option that is one address; null where it is not there, or is anything else.</summary>
    public Ipv4Address? FindAddress(DhcpOptionCode code) =>
        Find(code) is { Length: Ipv4Address.Length } value ? Ipv4Address.Read(value.Span) : null;

    /// <summary>An option that lists addresses; empty where it is not there, or is anything else.</summary>
    public IReadOnlyList<Ipv4Address> FindAddresses(DhcpOptionCode code)
    {
        var addresses = new List<Ipv4Address>();
        if (Find(code) is not { } value || value.Length % Ipv4Address.Length != 0)
            return addresses;

        for (var rest = value.Span; !rest.IsEmpty; rest = rest[Ipv4Address.Length..])
            addresses.Add(Ipv4Address.Read(rest));
        return addresses;
    }

    /// <summary>An option that is a number of 32 bits; null where it is not there, or is anything else.</summary>
    public uint? FindNumber(DhcpOptionCode code) =>
        Find(code) is { Length: sizeof(uint) } value ? BinaryPrimitives.ReadUInt32BigEndian(value.Span) : null;

    /// <summary>
    /// An option that is a text; null where it is not there or holds no character. Windows ends texts with a zero, which is no part of them.
    /// It may hold anything.
    /// </summary>
    public string? FindText(DhcpOptionCode code) =>
        Find(code) is { } value && value.Span.TrimEnd((byte)0) is { IsEmpty: false } text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>
    /// The routes of option 121, or of Microsoft's 249 where that is not there; null where there is neither, or it is malformed.
    /// </summary>
    public IReadOnlyList<ClasslessRoute>? FindRoutes() =>
        (Find(DhcpOptionCode.ClasslessRoutes) ?? Find(DhcpOptionCode.MicrosoftClasslessRoutes)) is { } value
        && ClasslessRoute.TryParseList(value.Span, out var routes)
            ? routes
            : null;

    /// <inheritdoc/>
    public IEnumerator<DhcpOption> GetEnumerator() => _options.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
