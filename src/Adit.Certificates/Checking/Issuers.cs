using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Checking;

internal static class Issuers
{
    /// <summary>Whether a certificate names itself as its issuer, as roots do.</summary>
    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
