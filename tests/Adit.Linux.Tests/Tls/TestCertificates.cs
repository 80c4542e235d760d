using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tests.Tls;

/// <summary>Certificates and engines of tests; all are self-signed, since who judges them is a test, too.</summary>
internal static class TestCertificates
{
    public static X509Certificate2 Server { get; } = Create("server");

    public static X509Certificate2 Client { get; } = Create("client");

    public static LibsslEngine ServerEngine(TlsVersion version, TimeSpan? lifetime = null) =>
        LibsslEngine.ForServer(Server, [Client], Settings(version) with { SessionLifetime = lifetime ?? TimeSpan.FromHours(1) });

    public static LibsslEngine ClientEngine(TlsVersion version, bool hasCertificate = true) =>
        LibsslEngine.ForClient(Settings(version), hasCertificate ? Client : null);

    public static TlsSettings Settings(TlsVersion version) => new() { MinVersion = version, MaxVersion = version };

    private static X509Certificate2 Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

/// <summary>Says the same of every certificate, and remembers what it was shown.</summary>
internal sealed class FixedVerifier(TlsAlert? verdict = null) : ICertificateVerifier
{
    public List<IReadOnlyList<ReadOnlyMemory<byte>>> Seen { get; } = [];

    public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        Seen.Add(chain);
        return verdict;
    }
}
