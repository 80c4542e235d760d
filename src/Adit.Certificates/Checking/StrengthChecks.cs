using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>Keys that can be computed, and signatures that can be forged (NIST SP 800-131A; Windows' own limits).</summary>
internal static class StrengthChecks
{
    private const int MinRsaBits = 2048;
    private const int MinCurveBits = 256;

    /// <summary>With MD2, MD4, MD5 and SHA-1, by RSA, DSA and ECDSA.</summary>
    private static readonly HashSet<string> WeakSignatures = new(StringComparer.Ordinal)
    {
        "1.2.840.113549.1.1.2", "1.2.840.113549.1.1.3", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5",
        "1.3.14.3.2.3", "1.3.14.3.2.27", "1.3.14.3.2.29", "1.2.840.10040.4.3", "1.2.840.10045.4.1",
    };

    public static IEnumerable<CertificateFailure> Find(X509Certificate2 certificate)
    {
        var (algorithm, bits) = KeyOf(certificate);
        if (bits > 0 && bits < (algorithm is "RSA" ? MinRsaBits : MinCurveBits))
            yield return new CertificateFailure.WeakKey(PeerText.Subject(certificate), algorithm, bits);

        // A root is trusted for what it is: nobody relies on its signature.
        if (!Issuers.IsSelfIssued(certificate) && WeakSignatures.Contains(certificate.SignatureAlgorithm.Value ?? ""))
            yield return new CertificateFailure.WeakSignature(PeerText.Subject(certificate), SignatureOf(certificate));
    }

    public static string Describe(X509Certificate2 certificate)
    {
        var (algorithm, bits) = KeyOf(certificate);
        return string.Create(CultureInfo.InvariantCulture, $"{algorithm} {bits}, signed with {SignatureOf(certificate)}");
    }

    private static string SignatureOf(X509Certificate2 certificate) =>
        PeerText.Clean(certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value ?? "");

    /// <summary>0 bits for a kind that .NET does not know.</summary>
    private static (string Algorithm, int Bits) KeyOf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
            return ("RSA", rsa.KeySize);
        using var curve = certificate.GetECDsaPublicKey();
        return curve is not null ? ("ECDSA", curve.KeySize) : (PeerText.Clean(certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "unknown"), 0);
    }
}
