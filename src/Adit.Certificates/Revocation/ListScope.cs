using System.Formats.Asn1;

namespace Adit.Certificates.Revocation;

/// <summary>IssuingDistributionPoint (RFC 5280 §5.2.5): which certificates of its issuer a list speaks of.</summary>
/// <param name="Addresses">Where it says that it is published, if it says so; a certificate that names none of these is not covered.</param>
/// <param name="OnlyUsers">Only certificates of no authority.</param>
/// <param name="OnlyAuthorities">Only certificates of authorities.</param>
internal sealed record ListScope(IReadOnlyList<string>? Addresses, bool OnlyUsers, bool OnlyAuthorities)
{
    public static readonly ListScope Everything = new(null, false, false);

    private const int OnlySomeReasons = 3;

    /// <exception cref="AsnContentException">It is otherwise, or a scope that cannot settle what a certificate is.</exception>
    public static ListScope Read(ReadOnlyMemory<byte> value)
    {
        var fields = Der.Sequence(value);
        var name = Der.ReadTagged(fields, 0);
        var onlyUsers = ReadFlag(fields, 1);
        var onlyAuthorities = ReadFlag(fields, 2);
        if (Der.IsTagged(fields, OnlySomeReasons) || ReadFlag(fields, 4) || ReadFlag(fields, 5))
            throw new AsnContentException("It is for some reasons only, for attributes, or for the certificates of other issuers.");

        fields.ThrowIfNotEmpty();
        return new ListScope(name is null ? null : GeneralNames.ReadPlace(name), onlyUsers, onlyAuthorities);
    }

    public bool Covers(bool isAuthority, IEnumerable<string> namedByCertificate) =>
        !(isAuthority ? OnlyUsers : OnlyAuthorities) && (Addresses is null || Addresses.Intersect(namedByCertificate, StringComparer.Ordinal).Any());

    private static bool ReadFlag(AsnReader fields, int number) =>
        Der.IsTagged(fields, number) && fields.ReadBoolean(new Asn1Tag(TagClass.ContextSpecific, number));
}
