using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>
/// Where a certificate says that one can ask whether it is revoked: its CRL distribution points (RFC 5280 §4.2.1.13) and OCSP responders
/// (§4.2.2.1). A client fetches them before it trusts anything, so over plain HTTP; LDAP reaches nobody outside.
/// </summary>
internal static class RevocationAddresses
{
    private const string DistributionPoints = "2.5.29.31";
    private const int MaxAddresses = 16;

    private static readonly Asn1Tag PointName = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag FullName = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag UniformResourceIdentifier = new(TagClass.ContextSpecific, 6);

    /// <summary>One kind of address is unusable as a whole where none of its addresses is plain HTTP.</summary>
    public static IEnumerable<CertificateFailure> FindUnusable(X509Certificate2 certificate) =>
        ((IReadOnlyList<string>[])[Lists(certificate), Responders(certificate)])
            .Where(addresses => addresses.Count > 0 && !addresses.Any(IsPlainHttp))
            .Select(addresses => new CertificateFailure.RevocationAddressUnusable(PeerText.Clean(addresses[0]), "it is not http:"));

    public static string Describe(X509Certificate2 certificate)
    {
        var all = Lists(certificate).Concat(Responders(certificate)).Where(IsPlainHttp).Select(PeerText.Clean).ToList();
        return all.Count > 0 ? string.Join(", ", all) : "names no list and no responder, so nobody asks";
    }

    /// <summary>The addresses of its CRLs, in order.</summary>
    public static IReadOnlyList<string> Lists(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value is DistributionPoints);
        try
        {
            return extension is null ? [] : [.. ReadPoints(extension.RawData).Take(MaxAddresses)];
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("The CRL distribution points are not encoded as they must be.", exception);
        }
    }

    /// <summary>The addresses of its OCSP responders, in order.</summary>
    public static IReadOnlyList<string> Responders(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>()
            .SelectMany(extension => extension.EnumerateOcspUris()).Take(MaxAddresses)];

    private static bool IsPlainHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp;

    private static List<string> ReadPoints(byte[] encoded)
    {
        var addresses = new List<string>();
        var points = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (points.HasData && addresses.Count < MaxAddresses)
        {
            var point = points.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(PointName))
                continue;
            var name = point.ReadSequence(PointName);
            if (!name.HasData || !name.PeekTag().HasSameClassAndValue(FullName))
                continue;
            var names = name.ReadSequence(FullName);
            while (names.HasData && addresses.Count < MaxAddresses)
            {
                if (names.PeekTag().HasSameClassAndValue(UniformResourceIdentifier))
                    addresses.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UniformResourceIdentifier));
                else
                    names.ReadEncodedValue();
            }
        }

        return addresses;
    }
}
