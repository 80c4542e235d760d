using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;

namespace Adit.Client.Eap;

/// <summary>A certificate to sign in with, and its key.</summary>
public sealed class ClientCertificate : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string Any = "2.5.29.37.0";

    internal ClientCertificate(string path, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain)
    {
        (Path, Certificate, Chain) = (path, certificate, chain);
        Purposes = [.. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(usage => usage.EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value ?? ""))];
        var names = AlternativeNames.Of(certificate.Extensions);
        Identity = names.Principals.Concat(names.Emails).Concat(names.Dns).FirstOrDefault();
    }

    /// <summary>The file that it came from.</summary>
    public string Path { get; }

    /// <summary>The user principal name, the mail address or the DNS name in it, the first there is; null for none.</summary>
    public string? Identity { get; }

    internal X509Certificate2 Certificate { get; }

    internal IReadOnlyList<X509Certificate2> Chain { get; }

    internal IReadOnlyList<string> Purposes { get; }

    internal bool IsForClients => Purposes.Contains(ClientAuthentication, StringComparer.Ordinal) || Purposes.Contains(Any, StringComparer.Ordinal);

    internal DateTimeOffset NotBefore => new(Certificate.NotBefore);

    internal DateTimeOffset NotAfter => new(Certificate.NotAfter);

    /// <summary>The DER of the authorities that came with it.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Authorities => Chain.Select(authority => (ReadOnlyMemory<byte>)authority.RawData);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var authority in Chain)
            authority.Dispose();
    }
}
