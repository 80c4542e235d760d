using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation;

namespace Adit.Certificates.Validation;

/// <summary>What a certificate says about policies (RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11 and §4.2.1.14).</summary>
/// <param name="Policies">Those under which it was issued, as OIDs; null where it names none.</param>
/// <param name="Mappings">Under which other name a policy goes on below it.</param>
/// <param name="RequireExplicit">After how many certificates a policy is required; null for never.</param>
/// <param name="InhibitMapping">After how many certificates no other name counts; null for never.</param>
/// <param name="InhibitAny">After how many certificates "any policy" is none; null for never.</param>
internal sealed record CertificatePolicies(
    IReadOnlyList<string>? Policies, IReadOnlyList<(string From, string To)> Mappings, int? RequireExplicit, int? InhibitMapping, int? InhibitAny)
{
    /// <summary>Their extensions.</summary>
    public const string PolicyList = "2.5.29.32";

    /// <inheritdoc cref="PolicyList"/>
    public const string MappingList = "2.5.29.33";

    /// <inheritdoc cref="PolicyList"/>
    public const string Constraints = "2.5.29.36";

    /// <inheritdoc cref="PolicyList"/>
    public const string Inhibit = "2.5.29.54";

    /// <summary>More than any authority writes.</summary>
    public const int MaxEntries = 1000;

    /// <exception cref="AsnContentException">It says it otherwise than it must.</exception>
    public static CertificatePolicies Of(X509Certificate2 certificate) =>
        Read(oid => certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == oid)?.RawData);

    /// <summary>The same out of the values of extensions, by OID; null for one that is not there.</summary>
    /// <exception cref="AsnContentException">It says it otherwise than it must.</exception>
    public static CertificatePolicies Read(Func<string, byte[]?> find)
    {
        var (requireExplicit, inhibitMapping) = find(Constraints) is { } constraints ? ReadConstraints(Der.Sequence(constraints)) : (null, null);
        return new CertificatePolicies(
            find(PolicyList) is { } policies ? ReadAll(policies, entry => entry.ReadObjectIdentifier()) : null,
            find(MappingList) is { } mappings ? ReadAll(mappings, entry => (entry.ReadObjectIdentifier(), entry.ReadObjectIdentifier())) : [],
            requireExplicit,
            inhibitMapping,
            find(Inhibit) is { } inhibit ? ReadCount(new AsnReader(inhibit, AsnEncodingRules.DER)) : null);
    }

    private static List<T> ReadAll<T>(ReadOnlyMemory<byte> value, Func<AsnReader, T> readOne)
    {
        var found = new List<T>();
        for (var entries = Der.Sequence(value); entries.HasData;)
            found.Add(found.Count < MaxEntries ? readOne(entries.ReadSequence()) : throw new AsnContentException("There are too many policies."));
        return found;
    }

    private static (int? RequireExplicit, int? InhibitMapping) ReadConstraints(AsnReader fields)
    {
        var found = new int?[2];
        for (var number = 0; number < found.Length; number++)
        {
            var tag = new Asn1Tag(TagClass.ContextSpecific, number);
            if (fields.HasData && fields.PeekTag() == tag)
                found[number] = ReadCount(fields, tag);
        }

        return (found[0], found[1]);
    }

    /// <summary>No chain is as long as a count that does not fit.</summary>
    private static int ReadCount(AsnReader fields, Asn1Tag? tag = null) => fields.TryReadInt32(out var count, tag) && count >= 0 ? count : int.MaxValue;
}
