using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Stores;

/// <summary>
/// The certificates and the one key of a file: PEM, DER or PKCS #12. Whoever wrote the file can cost us neither much time nor much memory.
/// </summary>
public sealed class CertificateMaterial : IDisposable
{
    /// <summary>In bytes.</summary>
    public const int MaxLength = 256 * 1024;

    private const int MaxCertificates = 64;
    private const byte DerSequence = 0x30;

    /// <summary>
    /// Windows writes 2,000 iterations, openssl 2,048, careful people some 600,000: a third of a second here. What asks for more is made to
    /// keep us busy.
    /// </summary>
    private static readonly Pkcs12LoaderLimits Limits = new()
    {
        MacIterationLimit = 600_000,
        IndividualKdfIterationLimit = 600_000,
        TotalKdfIterationLimit = 1_200_000,
        MaxCertificates = MaxCertificates,
        MaxKeys = 1,
    };

    private CertificateMaterial(IReadOnlyList<X509Certificate2> certificates, PrivateKey? key) => (Certificates, Key) = (certificates, key);

    /// <summary>In the order of the file, without keys.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>The key; null where there is none.</summary>
    public PrivateKey? Key { get; }

    /// <summary>Reads a file's contents.</summary>
    /// <param name="contents">PEM, DER or PKCS #12.</param>
    /// <param name="password">Of a PKCS #12 file or an encrypted key; null for none.</param>
    /// <exception cref="StoreException">It cannot be read, or is beyond measure.</exception>
    public static CertificateMaterial Read(ReadOnlyMemory<byte> contents, string? password)
    {
        if (contents.Length > MaxLength)
            throw new StoreException(new StoreFailure.BeyondMeasure($"more than {MaxLength / 1024} KiB"));

        try
        {
            return contents.Span is not [DerSequence, ..] ? ReadPem(Encoding.UTF8.GetString(contents.Span), password)
                : X509Certificate2.GetCertContentType(contents.Span) is X509ContentType.Pkcs12 ? ReadPkcs12(contents, password)
                : new CertificateMaterial([X509CertificateLoader.LoadCertificate(contents.Span)], key: null);
        }
        catch (Pkcs12LoadLimitExceededException exception)
        {
            throw new StoreException(new StoreFailure.BeyondMeasure("more certificates, keys or iterations than any real PKCS #12 file"), exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException)
        {
            throw new StoreException(new StoreFailure.Unreadable(exception.Message), exception);
        }
    }

    /// <summary>All of it as PEM, the key unencrypted: what passes to the server over its own socket.</summary>
    public string ToPem() => ToPem(Certificates, Key);

    /// <summary>Certificates, and a key where there is one, as PEM.</summary>
    public static string ToPem(IEnumerable<X509Certificate2> certificates, PrivateKey? key)
    {
        var pem = string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));
        if (key is null)
            return pem;

        var pkcs8 = key.ExportPkcs8();
        pem += PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n";
        CryptographicOperations.ZeroMemory(pkcs8);
        return pem;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Key?.Dispose();
        foreach (var certificate in Certificates)
            certificate.Dispose();
    }

    private static CertificateMaterial ReadPkcs12(ReadOnlyMemory<byte> contents, string? password)
    {
        X509Certificate2Collection found;
        try
        {
            found = X509CertificateLoader.LoadPkcs12Collection(
                contents.Span, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable, Limits);
        }
        catch (CryptographicException exception) when (exception.HResult == ErrorInvalidPassword)
        {
            throw new StoreException(new StoreFailure.WrongPassword(), exception);
        }

        try
        {
            var key = found.Select(PrivateKey.Of).FirstOrDefault(each => each is not null);
            return new CertificateMaterial([.. found.Select(each => X509CertificateLoader.LoadCertificate(each.RawData))], key);
        }
        finally
        {
            foreach (var each in found)
                each.Dispose();
        }
    }

    /// <summary>HRESULT_FROM_WIN32(ERROR_INVALID_PASSWORD), which .NET gives on every platform.</summary>
    private const int ErrorInvalidPassword = unchecked((int)0x80070056);

    private static CertificateMaterial ReadPem(string text, string? password)
    {
        var certificates = new List<X509Certificate2>();
        PrivateKey? key = null;
        for (var rest = text.AsMemory(); PemEncoding.TryFind(rest.Span, out var pem); rest = rest[pem.Location.End..])
        {
            var (label, block) = (rest.Span[pem.Label].ToString(), rest[pem.Location].ToString());
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                key = key is null ? ReadKey(label, block, password) : throw new StoreException(new StoreFailure.BeyondMeasure("more than one key"));
            else if (label is "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE")
                certificates.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest.Span[pem.Base64Data].ToString())));
            if (certificates.Count > MaxCertificates)
                throw new StoreException(new StoreFailure.BeyondMeasure($"more than {MaxCertificates} certificates"));
        }

        return certificates.Count > 0 || key is not null ? new CertificateMaterial(certificates, key)
            : throw new StoreException(new StoreFailure.Unreadable("There is neither a certificate nor a key in it."));
    }

    private static PrivateKey ReadKey(string label, string block, string? password)
    {
        if (label is not "ENCRYPTED PRIVATE KEY")
            return PrivateKey.FromPem(block);
        if (password is null)
            throw new StoreException(new StoreFailure.WrongPassword());
        if (KeyDerivation.IterationsOf(block) is not (> 0 and <= 600_000))
            throw new StoreException(new StoreFailure.BeyondMeasure("a password check of more than 600,000 iterations, or of a kind that is not known"));

        try
        {
            return PrivateKey.FromEncryptedPem(block, password);
        }
        catch (CryptographicException exception)
        {
            throw new StoreException(new StoreFailure.WrongPassword(), exception);
        }
    }
}
