using System.Formats.Asn1;

namespace Adit.Certificates.Revocation;

/// <summary>Small steps that reading DER is made of. All throw <see cref="AsnContentException"/> where the bytes are otherwise.</summary>
internal static class Der
{
    /// <summary>The fields of a SEQUENCE that is all there is.</summary>
    public static AsnReader Sequence(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        var fields = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        return fields;
    }

    /// <summary>What stands in an explicit tag, where that tag is next.</summary>
    public static AsnReader? ReadTagged(AsnReader fields, int number) => IsTagged(fields, number) ? fields.ReadSequence(Tag(number)) : null;

    public static bool IsTagged(AsnReader fields, int number) => fields.HasData && fields.PeekTag().HasSameClassAndValue(Tag(number));

    /// <summary>The form that holds other values. It does as well for asking, since what is compared is class and number.</summary>
    public static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    /// <summary>Time ::= CHOICE { utcTime, generalTime } (RFC 5280 §4.1.2.5): two digits of a year mean 1950 to 2049.</summary>
    public static DateTimeOffset ReadTime(AsnReader fields) => fields.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? fields.ReadUtcTime(twoDigitYearMax: 2049)
        : fields.ReadGeneralizedTime();

    public static bool IsTime(AsnReader fields) => fields.HasData
        && (fields.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || fields.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));

    /// <summary>A whole BIT STRING of whole octets.</summary>
    public static ReadOnlyMemory<byte> ReadOctetsOfBits(AsnReader fields) =>
        fields.TryReadPrimitiveBitString(out var unusedBits, out var octets) && unusedBits == 0
            ? octets
            : throw new AsnContentException("A signature is not whole octets.");

    public static ReadOnlyMemory<byte> ReadOctets(AsnReader fields) =>
        fields.TryReadPrimitiveOctetString(out var octets) ? octets : throw new AsnContentException("An octet string is in pieces.");

    /// <summary>An ENUMERATED of one octet.</summary>
    public static byte ReadEnumerated(AsnReader fields) =>
        fields.ReadEnumeratedBytes() is { Length: 1 } value ? value.Span[0] : throw new AsnContentException("An enumerated value is too large.");
}
