using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Tests.Support;

/// <summary>Revocation lists made for one test, with .NET's builder.</summary>
internal static class TestLists
{
    public static X509Extension OnlyDigitalSignature { get; } = new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true);

    public static byte[] Of(TestCertificate issuer, IEnumerable<byte[]>? revoked = null, DateTimeOffset? thisUpdate = null, TimeSpan? life = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var serial in revoked ?? [])
            builder.AddEntry(serial, FixedClock.Today, X509RevocationReason.KeyCompromise);
        var begin = thisUpdate ?? FixedClock.Today;
        return builder.Build(
            issuer.Public.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.Key), 1, begin + (life ?? TimeSpan.FromDays(7)), HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer.Public, true, false), begin);
    }

    public static byte[] Revoking(TestCertificate issuer, TestCertificate certificate) => Of(issuer, [certificate.Public.SerialNumberBytes.ToArray()]);
}
