using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Radius;

/// <summary>
/// The attributes of a received message, in their order (RFC 2865 §5). Unknown ones are kept and never looked at. Bounded by
/// <see cref="MaxMessageLength"/> and <see cref="MaxCount"/>, so a peer cannot make it grow. Never prints a value.
/// </summary>
internal sealed class RadiusAttributes
{
    /// <summary>RFC 2865 §3: the longest packet, which our message without a header may not exceed either.</summary>
    public const int MaxMessageLength = 4096;

    public const int MaxCount = 256;

    public const int MaxValueLength = 253;

    /// <summary>
    /// The longest name, password or class that is taken: five of these and all that else is in a message fit one, so what was read can
    /// always be written. PPP's names have 256 bytes at most.
    /// </summary>
    public const int MaxBoundedLength = 3 * MaxValueLength;

    /// <summary>Less vendor number, vendor type and vendor length (RFC 2865 §5.26).</summary>
    public const int MaxMicrosoftValueLength = 247;

    /// <summary>Vendor 311.</summary>
    public const uint Microsoft = 311;

    /// <summary>Vendor 14122.</summary>
    public const uint Wispr = 14122;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(uint Vendor, byte Type, ReadOnlyMemory<byte> Value)> _attributes = [];

    /// <summary>How many bytes more a message could have.</summary>
    public int Room { get; private set; }

    public static bool TryParse(ReadOnlyMemory<byte> message, out RadiusCode code, out RadiusAttributes attributes)
    {
        attributes = new RadiusAttributes();
        code = message.IsEmpty ? RadiusCode.None : (RadiusCode)message.Span[0];
        attributes.Room = MaxMessageLength - message.Length;
        return message.Length is > 0 and <= MaxMessageLength && attributes.TryReadAll(message[1..]);
    }

    public bool TryGet(RadiusAttributeType type, out ReadOnlyMemory<byte> value) => TryGet(0, (byte)type, MaxValueLength, out value);

    public bool TryGet(MicrosoftAttributeType type, out ReadOnlyMemory<byte> value) =>
        TryGet(Microsoft, (byte)type, MaxMicrosoftValueLength, out value);

    public bool TryGetText(RadiusAttributeType type, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return TryGetBounded(type, out var value) && TryDecode(value.Span, out text);
    }

    /// <summary>All values of this type, each as it stands in its own attribute.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> GetAll(MicrosoftAttributeType type) =>
        _attributes.Where(attribute => attribute.Vendor == Microsoft && attribute.Type == (byte)type).Select(attribute => attribute.Value);

    /// <summary>A value of at most <see cref="MaxBoundedLength"/> bytes; a longer one counts as missing.</summary>
    public bool TryGetBounded(RadiusAttributeType type, out ReadOnlyMemory<byte> value)
    {
        var isThere = TryGet(type, out value) && value.Length <= MaxBoundedLength;
        value = isThere ? value : default;
        return isThere;
    }

    /// <summary>
    /// Every Class, each as it stands in its own attribute and in order (RFC 2865 §5.25), as far as all of them together are no more than
    /// <see cref="MaxBoundedLength"/> bytes.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> GetClasses()
    {
        var classes = new List<ReadOnlyMemory<byte>>();
        var room = MaxBoundedLength;
        foreach (var (_, _, value) in _attributes.Where(attribute => attribute is (0, (byte)RadiusAttributeType.Class, { IsEmpty: false })))
        {
            room -= value.Length;
            if (room < 0)
                break;
            classes.Add(value);
        }

        if (classes.Count == 0)
            return []; // one and the same, so that records without any are equal
        return classes;
    }

    public string? GetText(RadiusAttributeType type) => TryGetText(type, out var text) ? text : null;

    /// <summary>Every value of this type that is text.</summary>
    public IEnumerable<string> GetTexts(RadiusAttributeType type) => _attributes
        .Where(attribute => attribute.Vendor == 0 && attribute.Type == (byte)type)
        .Select(attribute => TryDecode(attribute.Value.Span, out var text) ? text : null).OfType<string>();

    public uint? GetNumber(RadiusAttributeType type) =>
        TryGet(type, out var value) && value.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value.Span) : null;

    public uint? GetNumber(MicrosoftAttributeType type) =>
        TryGet(type, out var value) && value.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value.Span) : null;

    /// <summary>How many attributes of this vendor there are.</summary>
    public int CountOf(uint vendor) => _attributes.Count(attribute => attribute.Vendor == vendor);

    /// <summary>Bits a second; null where it says nothing, or no number that could be meant.</summary>
    public uint? GetRate(WisprAttributeType type) =>
        TryGet(Wispr, (byte)type, MaxMicrosoftValueLength, out var value) && value.Length == sizeof(uint)
        && BinaryPrimitives.ReadUInt32BigEndian(value.Span) is >= SessionSettings.MinRate and var rate ? rate : null;

    /// <summary>A number of three bytes behind its tag (RFC 2868 §3.1).</summary>
    public uint? GetTagged(RadiusAttributeType type) => GetNumber(type) & 0xffffff;

    public Ipv6Address? GetIpv6Address(RadiusAttributeType type) =>
        TryGet(type, out var value) && value.Length == Ipv6Address.Length ? Ipv6Address.Read(value.Span) : null;

    public Ipv4Address? GetAddress(RadiusAttributeType type) => GetNumber(type) is { } value ? new Ipv4Address(value) : null;

    /// <summary>A reserved byte, the length in bits, and as many bytes of prefix as somebody cared to send (RFC 3162 §2.3).</summary>
    public Ipv6Prefix? GetPrefix(RadiusAttributeType type)
    {
        const int header = 2;
        if (!TryGet(type, out var value) || value.Length is < header or > header + Ipv6Address.Length
            || value.Span[1] > 8 * (value.Length - header))
            return null;

        Span<byte> address = stackalloc byte[Ipv6Address.Length];
        address.Clear();
        value.Span[header..].CopyTo(address);
        return Ipv6Prefix.Of(Ipv6Address.Read(address), value.Span[1]);
    }

    public TimeSpan? GetSeconds(RadiusAttributeType type) => GetNumber(type) is { } value ? TimeSpan.FromSeconds(value) : null;

    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = System.Text.Unicode.Utf8.IsValid(bytes) ? StrictUtf8.GetString(bytes) : null;
        return text is not null;
    }

    private bool TryReadAll(ReadOnlyMemory<byte> bytes) =>
        RawAttributes.TryRead(bytes) is { } attributes && TryAddAll(attributes);

    private bool TryAddAll(List<RawAttributes.Attribute> attributes)
    {
        _attributes.EnsureCapacity(attributes.Count);
        foreach (var attribute in attributes)
            if (!TryAdd((byte)attribute.Type, attribute.Value))
                return false;
        return true;
    }

    private bool TryAdd(byte type, ReadOnlyMemory<byte> value)
    {
        if ((RadiusAttributeType)type is not RadiusAttributeType.VendorSpecific)
        {
            _attributes.Add((0, type, value));
            return true;
        }

        return value.Length >= 4 && TryAddVendor(BinaryPrimitives.ReadUInt32BigEndian(value.Span), value[4..]);
    }

    /// <summary>Two vendors put one or more attributes of their own into one (RFC 2548 §2); others' forms are not read.</summary>
    private bool TryAddVendor(uint vendor, ReadOnlyMemory<byte> rest)
    {
        if (vendor is not (Microsoft or Wispr))
            return true;
        if (RawAttributes.TryRead(rest, MaxCount - _attributes.Count) is not { } attributes)
            return false;

        _attributes.AddRange(attributes.Select(attribute => (vendor, (byte)attribute.Type, attribute.Value)));
        return true;
    }

    /// <summary>The first value of this type, with what runs on in the attributes right behind it.</summary>
    private bool TryGet(uint vendor, byte type, int fullLength, out ReadOnlyMemory<byte> value)
    {
        value = default;
        var first = IndexOf(vendor, type);
        if (first < 0)
            return false;

        value = _attributes[first].Value;
        for (var last = first; _attributes[last].Value.Length == fullLength && RunsOn(last); last++)
            value = (byte[])[.. value.Span, .. _attributes[last + 1].Value.Span];

        return true;
    }

    /// <summary>A loop, since each message is asked for dozens of attributes, and a predicate is an object for each.</summary>
    private int IndexOf(uint vendor, byte type)
    {
        for (var i = 0; i < _attributes.Count; i++)
            if (_attributes[i].Vendor == vendor && _attributes[i].Type == type)
                return i;
        return -1;
    }

    private bool RunsOn(int index) => index + 1 < _attributes.Count
        && _attributes[index + 1].Vendor == _attributes[index].Vendor && _attributes[index + 1].Type == _attributes[index].Type;
}
