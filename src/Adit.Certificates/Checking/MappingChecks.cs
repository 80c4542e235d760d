using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>Whether a certificate says for good whose it is: [MS-WCCE] §2.2.2.7.7.4, which Windows' domain controllers ask for since 2025.</summary>
internal static class MappingChecks
{
    private const string SecurityIdentifier = "1.3.6.1.4.1.311.25.2";

    public static IEnumerable<CertificateFailure> Find(CertificateRole role, X509Certificate2 certificate)
    {
        if (!role.IsServer() && certificate.Extensions.All(extension => extension.Oid?.Value is not SecurityIdentifier))
            yield return new CertificateFailure.NoSecurityIdentifier(PeerText.Subject(certificate));
    }
}
