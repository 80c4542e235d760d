using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation;

/// <summary>
/// A certificate revocation list, version 2 and complete (RFC 5280 §5). What it lists stays in its bytes and is looked up there, so that
/// a list of twenty megabytes costs those and no more. Delta and indirect lists, and whatever else could leave a question open, are refused.
/// </summary>
public sealed class RevocationList
{
    /// <summary>The longest that is read, in bytes: some half a million certificates.</summary>
    public const int MaxLength = 20 * 1024 * 1024;

    private const string CrlNumber = "2.5.29.20";
    private const string DeltaIndicator = "2.5.29.27";
    private const string IssuingDistributionPoint = "2.5.29.28";
    private const string FreshestList = "2.5.29.46";

    private readonly SignedDer _signed;
    private readonly ReadOnlyMemory<byte> _entries;
    private readonly ListScope _scope;
    private readonly int _count;

    private RevocationList(SignedDer signed, AsnReader fields)
    {
        _signed = signed;
        if (!fields.TryReadInt32(out var version) || version != 1)
            throw new AsnContentException("It is not of version 2.");
        if (!fields.ReadEncodedValue().Span.SequenceEqual(signed.Algorithm.Span))
            throw new AsnContentException("It names two ways of signing.");

        Issuer = fields.ReadEncodedValue();
        var thisUpdate = Der.ReadTime(fields);
        Life = new Lifespan(thisUpdate, Der.IsTime(fields) ? Der.ReadTime(fields) : throw new AsnContentException("It has no end."));
        _entries = fields.HasData && fields.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? RevokedEntries.Check(fields, out _count) : default;
        var extensions = Der.ReadTagged(fields, 0) is { } tagged ? DerExtension.ReadAll(tagged) : [];
        fields.ThrowIfNotEmpty();
        _scope = ReadScope(extensions);
        Number = extensions.Find(extension => extension.Oid == CrlNumber) is { Value.IsEmpty: false } number
            ? Convert.ToHexString(new AsnReader(number.Value, AsnEncodingRules.DER).ReadIntegerBytes().Span)
            : null;
    }

    /// <summary>The DER of the name of who issued it.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    /// <summary>When it holds.</summary>
    public Lifespan Life { get; }

    /// <summary>The number that grows with each list, as hexadecimal digits; null where it has none.</summary>
    public string? Number { get; }

    /// <summary>How many certificates it lists.</summary>
    public int Count => _count;

    /// <summary>Reads a list.</summary>
    /// <param name="encoded">Its DER; kept, not copied.</param>
    /// <param name="list">The list.</param>
    /// <param name="problem">Why it cannot be used, as a sentence.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out RevocationList? list, [NotNullWhen(false)] out string? problem)
    {
        (list, problem) = (null, null);
        try
        {
            if (encoded.Length > MaxLength)
                throw new AsnContentException($"It is longer than {MaxLength} bytes.");

            var fields = Der.Sequence(encoded);
            var signed = SignedDer.Read(fields);
            fields.ThrowIfNotEmpty();
            list = new RevocationList(signed, Der.Sequence(signed.Contents));
            return true;
        }
        catch (AsnContentException e)
        {
            problem = e.Message;
            return false;
        }
    }

    /// <summary>Whether this authority has signed it and may: its name is the list's, and its key may sign lists (RFC 5280 §6.3.3 f).</summary>
    public bool IsBy(X509Certificate2 issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var usage = issuer.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        return issuer.SubjectName.RawData.AsSpan().SequenceEqual(Issuer.Span)
            && (usage is null || usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
            && _signed.IsBy(issuer);
    }

    /// <summary>Whether it speaks of this certificate at all.</summary>
    /// <param name="certificate">A certificate of the list's issuer.</param>
    public bool Covers(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        return _scope.Covers(constraints is { CertificateAuthority: true }, RevocationPlaces.Of(certificate).Lists);
    }

    /// <summary>Looks a certificate up; null where it is not listed.</summary>
    /// <param name="serialNumber">Its serial number, most significant octet first.</param>
    public RevokedEntry? Find(ReadOnlySpan<byte> serialNumber) => RevokedEntries.Find(_entries, serialNumber);

    private static ListScope ReadScope(List<DerExtension> extensions)
    {
        if (extensions.Exists(extension => extension.Oid == DeltaIndicator))
            throw new AsnContentException("It is a delta list, which says only what has changed.");

        DerExtension.RefuseCritical(extensions, IssuingDistributionPoint, CrlNumber, FreshestList);
        return extensions.Find(extension => extension.Oid == IssuingDistributionPoint) is { Oid: not null } point
            ? ListScope.Read(point.Value)
            : ListScope.Everything;
    }
}
