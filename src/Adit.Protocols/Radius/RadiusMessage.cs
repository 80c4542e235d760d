using System.Buffers.Binary;

namespace Adit.Protocols.Radius;

/// <summary>One attribute of a message, for those who show them.</summary>
/// <param name="Vendor">0 for the standard's own.</param>
/// <param name="Type">Its number there.</param>
/// <param name="Value">0 to 253 bytes; secrets are in clear.</param>
public readonly record struct RadiusValue(uint Vendor, byte Type, ReadOnlyMemory<byte> Value)
{
    /// <summary>Never prints the value.</summary>
    public override string ToString() => $"{Vendor}:{Type}";
}

/// <summary>A message as it stands there.</summary>
public static class RadiusMessage
{
    private const int VendorHeader = 4;

    /// <summary>Its attributes in their order, those of vendor 311 taken apart; none where it cannot be read.</summary>
    public static IReadOnlyList<RadiusValue> List(ReadOnlyMemory<byte> message) =>
        message.IsEmpty || RawAttributes.TryRead(message[1..]) is not { } attributes ? [] : [.. attributes.SelectMany(PartsOf)];

    private static IEnumerable<RadiusValue> PartsOf(RawAttributes.Attribute attribute)
    {
        if (attribute.Type is not RadiusAttributeType.VendorSpecific || attribute.Value.Length <= VendorHeader)
            return [new RadiusValue(0, (byte)attribute.Type, attribute.Value)];

        var vendor = BinaryPrimitives.ReadUInt32BigEndian(attribute.Value.Span);
        return vendor == RadiusAttributes.Microsoft && RawAttributes.TryRead(attribute.Value[VendorHeader..]) is { } parts
            ? parts.Select(part => new RadiusValue(vendor, (byte)part.Type, part.Value))
            : [new RadiusValue(vendor, attribute.Value.Span[VendorHeader], attribute.Value[(VendorHeader + 1)..])];
    }
}
