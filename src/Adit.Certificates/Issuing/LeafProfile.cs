using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;
using Adit.Certificates.Names;

namespace Adit.Certificates.Issuing;

/// <summary>What a certificate of a template looks like (RFC 5280 §4.2).</summary>
internal static class LeafProfile
{
    /// <summary>szOID_APPLICATION_CERT_POLICIES: the purposes once more, as Windows' own CA writes them where a policy is among them.</summary>
    private const string ApplicationPolicies = "1.3.6.1.4.1.311.21.10";

    public static CertificateRequest Request(
        CertificateOrder order, SubjectNames names, PublicKey key, CertificateAuthority ca, PublicationPoints? points)
    {
        var request = new CertificateRequest(names.Subject, key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        var purposes = new OidCollection();
        foreach (var purpose in order.Template.Purposes)
            purposes.Add(purpose);

        extensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        extensions.Add(new X509KeyUsageExtension(PrivateKey.LeafUsageOf(key), critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
        extensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        extensions.Add(ca.KeyIdentifier);
        if (names.AlternativeNames is not null)
            extensions.Add(names.AlternativeNames);
        if (order.Template == CertificateTemplate.VpnOnly)
            extensions.Add(PoliciesOf(order.Template));
        if (order.Sid is { } sid)
            extensions.Add(SecurityIdentifier.Write(sid));
        foreach (var extension in points?.ToExtensions() ?? [])
            extensions.Add(extension);
        return request;
    }

    /// <summary>SEQUENCE OF SEQUENCE { policyIdentifier }.</summary>
    private static X509Extension PoliciesOf(CertificateTemplate template)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var purpose in template.Purposes)
            {
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(purpose.Value!);
            }
        }

        return new X509Extension(ApplicationPolicies, writer.Encode(), critical: false);
    }
}
