using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;

namespace Adit.Certificates.Revocation;

/// <summary>Where a certificate says that its revocation can be looked up. The addresses are as it writes them, at most sixteen of each.</summary>
/// <param name="Lists">Distribution points of complete lists by its own issuer (RFC 5280 §4.2.1.13).</param>
/// <param name="Responders">OCSP responders (RFC 5280 §4.2.2.1).</param>
public sealed record RevocationPlaces(IReadOnlyList<string> Lists, IReadOnlyList<string> Responders)
{
    private const string DistributionPoints = "2.5.29.31";
    private const string AuthorityInformation = "1.3.6.1.5.5.7.1.1";
    private const string Ocsp = "1.3.6.1.5.5.7.48.1";
    private const int MaxAddresses = 16;

    /// <summary>Whether it names none: then nothing can be known.</summary>
    public bool AreNone => Lists.Count == 0 && Responders.Count == 0;

    /// <summary>
    /// Whether it names some, and by their names none can be reached from outside: LDAP, private addresses (RFC 1918, RFC 4193), names without
    /// a domain, and those that are kept for private networks (RFC 6762, RFC 8375, <c>.internal</c>).
    /// </summary>
    public bool AreInside => !AreNone && Lists.Concat(Responders).All(IsInside);

    /// <summary>Reads those of a certificate. Extensions that cannot be read name a place that cannot be used, so that they hide nothing.</summary>
    public static RevocationPlaces Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new(Read(certificate, DistributionPoints, ReadPoint), Read(certificate, AuthorityInformation, ReadAccess));
    }

    private static bool IsInside(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var place) && (place.Scheme is "ldap" || PrivateNames.IsPrivate(place.IdnHost));

    private static List<string> Read(X509Certificate2 certificate, string oid, Func<AsnReader, IEnumerable<string>> readOne)
    {
        if (certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == oid) is not { } extension)
            return [];

        try
        {
            var addresses = new List<string>();
            for (var rest = Der.Sequence(extension.RawData); rest.HasData && addresses.Count < MaxAddresses;)
                addresses.AddRange(readOne(rest.ReadSequence()));
            return [.. addresses.Take(MaxAddresses)];
        }
        catch (AsnContentException)
        {
            return ["(unreadable)"];
        }
    }

    /// <summary>DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }: only those for all reasons, by the issuer.</summary>
    private static List<string> ReadPoint(AsnReader fields)
    {
        var addresses = Der.ReadTagged(fields, 0) is { } name ? GeneralNames.ReadPlace(name) : [];
        return fields.HasData ? ["(not for all reasons, or by another issuer)"] : addresses;
    }

    private static List<string> ReadAccess(AsnReader fields) => fields.ReadObjectIdentifier() is Ocsp ? GeneralNames.ReadAddresses(fields) : [];
}
