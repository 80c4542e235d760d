using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Radius;

/// <summary>
/// Writes a message as its code and a list of attributes (RFC 2865 §5). A value too long for one attribute runs on in the next ones of
/// the same type, as an EAP-Message does (RFC 3579 §3.1).
/// </summary>
internal sealed class RadiusAttributeWriter
{
    /// <summary>Bytes that most messages have at most.</summary>
    public const int Usual = 256;

    private readonly ArrayBufferWriter<byte> _buffer;

    /// <summary>Begins a message.</summary>
    public RadiusAttributeWriter(RadiusCode code)
        : this() => Put([(byte)code]);

    /// <summary>Begins a list of attributes alone.</summary>
    /// <param name="expected">Bytes that it will probably have.</param>
    public RadiusAttributeWriter(int expected = Usual) => _buffer = new ArrayBufferWriter<byte>(expected);

    /// <summary>What is written so far, until more is.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Add(RadiusAttributeType type, ReadOnlySpan<byte> value)
    {
        while (value.Length > RadiusAttributes.MaxValueLength)
        {
            AddPart(type, value[..RadiusAttributes.MaxValueLength]);
            value = value[RadiusAttributes.MaxValueLength..];
        }

        AddPart(type, value);
    }

    public void Add(RadiusAttributeType type, string? text)
    {
        if (text is not null)
            Add(type, Encoding.UTF8.GetBytes(text));
    }

    public void Add(RadiusAttributeType type, uint? number)
    {
        if (number is not { } value)
            return;

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        AddPart(type, bytes);
    }

    public void Add(RadiusAttributeType type, Ipv4Address? address) => Add(type, address?.Value);

    public void Add(RadiusAttributeType type, Ipv6Prefix? prefix)
    {
        if (prefix is not { } value)
            return;

        Span<byte> bytes = stackalloc byte[2 + Ipv6Address.Length];
        (bytes[0], bytes[1]) = (0, (byte)value.Length);
        value.Address.Write(bytes[2..]);
        AddPart(type, bytes[..(2 + ((value.Length + 7) / 8))]);
    }

    /// <summary>Whole seconds, rounded up, since 0 would mean "at once".</summary>
    public void Add(RadiusAttributeType type, TimeSpan? span)
    {
        if (span is { } value)
            Add(type, (uint)Math.Clamp(Math.Ceiling(value.TotalSeconds), 0, uint.MaxValue));
    }

    public void Add(MicrosoftAttributeType type, ReadOnlySpan<byte> value)
    {
        while (value.Length > RadiusAttributes.MaxMicrosoftValueLength)
        {
            AddPart(type, value[..RadiusAttributes.MaxMicrosoftValueLength]);
            value = value[RadiusAttributes.MaxMicrosoftValueLength..];
        }

        AddPart(type, value);
    }

    public void Add(RadiusAttributeType type, Ipv6Address? address)
    {
        if (address is not { } value)
            return;

        Span<byte> bytes = stackalloc byte[Ipv6Address.Length];
        value.Write(bytes);
        AddPart(type, bytes);
    }

    public void Add(MicrosoftAttributeType type, string? text)
    {
        if (text is not null)
            Add(type, Encoding.UTF8.GetBytes(text));
    }

    public void Add(MicrosoftAttributeType type, uint? number)
    {
        if (number is not { } value)
            return;

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        AddPart(type, bytes);
    }

    public void Add(WisprAttributeType type, uint? number)
    {
        if (number is not { } value)
            return;

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Put([(byte)RadiusAttributeType.VendorSpecific, 12, 0, 0, 0x37, 0x2a, (byte)type, 6, .. bytes]);
    }

    private void AddPart(RadiusAttributeType type, ReadOnlySpan<byte> value)
    {
        Put([(byte)type, (byte)(2 + value.Length)]);
        Put(value);
    }

    private void AddPart(MicrosoftAttributeType type, ReadOnlySpan<byte> value)
    {
        Put([(byte)RadiusAttributeType.VendorSpecific, (byte)(8 + value.Length), 0, 0, 1, 0x37, (byte)type, (byte)(2 + value.Length)]);
        Put(value);
    }

    private void Put(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);
}
