using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation;

/// <summary>
/// revokedCertificates (RFC 5280 §5.1): <c>SEQUENCE OF SEQUENCE { userCertificate INTEGER, revocationDate Time, extensions OPTIONAL }</c>,
/// gone through without an object for each.
/// </summary>
internal static class RevokedEntries
{
    private const AsnEncodingRules Rules = AsnEncodingRules.DER;
    private const string ReasonCode = "2.5.29.21";

    /// <summary>Reads all of them once.</summary>
    /// <returns>The contents of the outer SEQUENCE.</returns>
    /// <exception cref="AsnContentException">One is otherwise, or must be understood and is not.</exception>
    public static ReadOnlyMemory<byte> Check(AsnReader fields, out int count)
    {
        var encoded = fields.ReadEncodedValue();
        AsnDecoder.ReadSequence(encoded.Span, Rules, out var offset, out var length, out _);
        var entries = encoded.Slice(offset, length);
        count = 0;
        for (var rest = entries; !rest.IsEmpty; count++)
        {
            var entry = Next(rest.Span, out var consumed);
            ReadSerial(entry, out var serialLength);
            if (ReadTime(entry[serialLength..], out var timeLength) is var _ && serialLength + timeLength < entry.Length)
                ReadReason(rest[(consumed - entry.Length + serialLength + timeLength)..consumed]);
            rest = rest[consumed..];
        }

        return entries;
    }

    /// <summary>Looks through entries that <see cref="Check"/> has seen.</summary>
    public static RevokedEntry? Find(ReadOnlyMemory<byte> entries, ReadOnlySpan<byte> serialNumber)
    {
        var wanted = serialNumber.TrimStart((byte)0);
        for (var rest = entries; !rest.IsEmpty;)
        {
            var entry = Next(rest.Span, out var consumed);
            if (ReadSerial(entry, out var serialLength).TrimStart((byte)0).SequenceEqual(wanted))
                return ReadEntry(rest[(consumed - entry.Length + serialLength)..consumed]);
            rest = rest[consumed..];
        }

        return null;
    }

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> rest, out int consumed)
    {
        AsnDecoder.ReadSequence(rest, Rules, out var offset, out var length, out consumed);
        return rest.Slice(offset, length);
    }

    private static ReadOnlySpan<byte> ReadSerial(ReadOnlySpan<byte> entry, out int consumed) => AsnDecoder.ReadIntegerBytes(entry, Rules, out consumed);

    private static DateTimeOffset ReadTime(ReadOnlySpan<byte> entry, out int consumed) =>
        Asn1Tag.Decode(entry, out _).HasSameClassAndValue(Asn1Tag.UtcTime)
            ? AsnDecoder.ReadUtcTime(entry, Rules, out consumed, twoDigitYearMax: 2049)
            : AsnDecoder.ReadGeneralizedTime(entry, Rules, out consumed);

    private static RevokedEntry ReadEntry(ReadOnlyMemory<byte> fields)
    {
        var revokedAt = ReadTime(fields.Span, out var timeLength);
        return new RevokedEntry(revokedAt, timeLength < fields.Length ? ReadReason(fields[timeLength..]) : X509RevocationReason.Unspecified);
    }

    /// <summary>A critical extension that is not understood makes the whole list useless (RFC 5280 §5.3).</summary>
    private static X509RevocationReason ReadReason(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, Rules);
        var extensions = DerExtension.ReadAll(reader);
        reader.ThrowIfNotEmpty();
        DerExtension.RefuseCritical(extensions, ReasonCode);
        return extensions.Find(extension => extension.Oid == ReasonCode) is { Oid: not null } reason
            ? (X509RevocationReason)Der.ReadEnumerated(new AsnReader(reason.Value, Rules))
            : X509RevocationReason.Unspecified;
    }
}
