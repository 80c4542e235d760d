using System.Buffers.Binary;
using System.Globalization;

namespace Adit.Protocols.Ip;

/// <summary>An IPv4 address as a number in host order, so that ranges and tables are plain arithmetic.</summary>
public readonly record struct Ipv4Address(uint Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 4;

    /// <summary>0.0.0.0, which asks for an address in IPCP (RFC 1332 §3.3).</summary>
    public static Ipv4Address Any => default;

    /// <summary>Reads the first four bytes, in network order; the caller has checked that they are there.</summary>
    public static Ipv4Address Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt32BigEndian(source));

    /// <summary>Writes four bytes in network order.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, Value);

    /// <summary>Reads dotted decimal of exactly four parts, each 0 to 255 without a leading zero.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv4Address address)
    {
        address = default;
        var value = 0u;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > Length || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
                return false;

            value = (value << 8) | octet;
        }

        address = new Ipv4Address(value);
        return parts == Length;
    }

    /// <summary>Dotted decimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Value >> 24}.{(Value >> 16) & 0xff}.{(Value >> 8) & 0xff}.{Value & 0xff}");
}
