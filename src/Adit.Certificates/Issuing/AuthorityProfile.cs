using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Issuing;

/// <summary>What a CA certificate of ours looks like (RFC 5280 §4.2).</summary>
internal static class AuthorityProfile
{
    private const int LifeInYears = 10;
    private const string RootName = "Adit CA";
    private const string IssuingName = "Adit Issuing CA";

    /// <summary>X.520's limit for a common name.</summary>
    private const int MaxCommonNameLength = 64;

    /// <summary>How far a client's clock may be behind on the first day.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromDays(1);

    /// <summary>The issuing CA lives as long as its root: whoever has the one key has the other.</summary>
    public static Validity LifeFrom(DateTimeOffset now) => new(now - ClockMargin, (now - ClockMargin).AddYears(LifeInYears));

    /// <summary>A root, below which there may be one CA.</summary>
    public static X509Certificate2 SelfSign(PrivateKey key, string hostName, DateTimeOffset now)
    {
        var (begin, end) = LifeFrom(now);
        return Request(key, RootName, hostName, pathLength: 1).CreateSelfSigned(begin, end);
    }

    /// <summary>The CA below it, below which there is none.</summary>
    public static CertificateRequest RequestIssuing(PrivateKey key, string hostName, Signer root)
    {
        var request = Request(key, IssuingName, hostName, pathLength: 0);
        request.CertificateExtensions.Add(root.KeyIdentifier);
        return request;
    }

    /// <summary>The same CA with the same key, whose certificate is to carry other addresses, or none.</summary>
    public static CertificateRequest RequestAgain(X509Certificate2 issuing, PublicationPoints? points)
    {
        var request = new CertificateRequest(issuing.SubjectName, issuing.PublicKey, HashAlgorithmName.SHA256);
        foreach (var extension in issuing.Extensions.Where(extension => !PublicationPoints.IsOne(extension)).Concat(points?.ToExtensions() ?? []))
            request.CertificateExtensions.Add(extension);
        return request;
    }

    /// <summary>What makes the certificate unfit to be that of the CA with this key; null where nothing does.</summary>
    public static string? Fault(X509Certificate2 certificate, PrivateKey key, X509Certificate2 issuer, string keyName)
    {
        if (!key.Fits(certificate))
            return $"does not belong to {keyName}";
        if (!CertificateSignature.IsBy(certificate, issuer))
            return ReferenceEquals(certificate, issuer) ? "is damaged: its signature does not fit its contents" : "was not signed by ca.crt";
        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        return constraints is { CertificateAuthority: true } ? null : "is not the certificate of a CA";
    }

    private static CertificateRequest Request(PrivateKey key, string name, string hostName, int pathLength)
    {
        var request = key.RequestFor(Subject(name, hostName));
        var extensions = request.CertificateExtensions;
        extensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLength));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static X500DistinguishedName Subject(string name, string hostName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName($"{name} {hostName[..Math.Min(hostName.Length, MaxCommonNameLength - name.Length - 1)]}");
        builder.AddOrganizationName("Adit"); // the builder encodes what was added last first
        return builder.Build();
    }
}
