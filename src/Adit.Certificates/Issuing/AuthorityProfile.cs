using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>What a CA certificate of ours looks like (RFC 5280 §4.2).</summary>
internal static class AuthorityProfile
{
    private const int LifeInYears = 10;

    /// <summary>X.520's limit for a common name is 64 characters, of which "Adit CA " takes 8.</summary>
    private const int MaxHostNameLength = 56;

    /// <summary>How far a client's clock may be behind on the first day.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromDays(1);

    public static X509Certificate2 SelfSign(ECDsa key, string hostName, DateTimeOffset now)
    {
        var request = new CertificateRequest(Subject(hostName), key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));

        var notBefore = now - ClockMargin;
        return request.CreateSelfSigned(notBefore, notBefore.AddYears(LifeInYears));
    }

    /// <summary>What makes the certificate unfit to be that of the CA with this key; null where nothing does.</summary>
    public static string? Fault(X509Certificate2 certificate, ECDsa key)
    {
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            return "does not belong to ca.key";
        if (!CertificateSignature.IsBy(certificate, certificate))
            return "is damaged: its signature does not fit its contents";
        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        return constraints is { CertificateAuthority: true } ? null : "is not the certificate of a CA";
    }

    private static X500DistinguishedName Subject(string hostName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName($"Adit CA {hostName[..Math.Min(hostName.Length, MaxHostNameLength)]}");
        builder.AddOrganizationName("Adit"); // the builder encodes what was added last first
        return builder.Build();
    }
}
