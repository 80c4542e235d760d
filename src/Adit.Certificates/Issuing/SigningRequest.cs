using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Certificates.Keys;
using Adit.Certificates.Names;

namespace Adit.Certificates.Issuing;

/// <summary>A request for a certificate, as its owner sent it (PKCS #10, RFC 2986): a key that is proven to be theirs, and wishes.</summary>
public sealed class SigningRequest
{
    /// <summary>In bytes. One with an RSA key of 8192 bits and a hundred names has less.</summary>
    public const int MaxLength = 64 * 1024;

    private const byte DerSequence = 0x30;
    private const string CommonNameOid = "2.5.4.3";
    private const string KeyIdOid = "2.5.29.14";

    private readonly CertificateRequest _request;

    private SigningRequest(CertificateRequest request) => _request = request;

    /// <summary>The key.</summary>
    public PublicKey PublicKey => _request.PublicKey;

    /// <summary>The alternative names that it asks for.</summary>
    public AlternativeNames AlternativeNames => AlternativeNames.Of(_request.CertificateExtensions);

    /// <summary>The common name that it asks for; null for none.</summary>
    public string? CommonName => _request.SubjectName.EnumerateRelativeDistinguishedNames()
        .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value is CommonNameOid)
        .Select(name => name.GetSingleElementValue()).FirstOrDefault();

    /// <summary>The OIDs of the other extensions that it asks for: our templates decide about those.</summary>
    public IReadOnlyList<string> OtherExtensions =>
    [
        .. _request.CertificateExtensions.Select(extension => extension.Oid?.Value ?? "")
            .Where(oid => oid is not (AlternativeNames.ExtensionOid or KeyIdOid)).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Reads PEM, labelled as openssl or as certreq does, or DER; checks the proof of possession and the key's strength.</summary>
    /// <exception cref="IssuingException">It is none, is not proven, or its key is weak.</exception>
    public static SigningRequest Read(ReadOnlyMemory<byte> contents)
    {
        var der = DerOf(contents);
        var request = Load(der, CertificateRequestLoadOptions.SkipSignatureValidation, e => new IssuingFailure.RequestUnreadable(e.Message));
        if (KeyStrength.Fault(request.PublicKey) is { } fault)
            throw new IssuingException(new IssuingFailure.WeakKey(fault));

        return new SigningRequest(Load(der, CertificateRequestLoadOptions.Default, _ => new IssuingFailure.NotProven()));
    }

    private static CertificateRequest Load(
        byte[] der, CertificateRequestLoadOptions options, Func<Exception, IssuingFailure> failure)
    {
        try
        {
            return CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, options | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException)
        {
            throw new IssuingException(failure(exception), exception);
        }
    }

    private static byte[] DerOf(ReadOnlyMemory<byte> contents)
    {
        if (contents.Length > MaxLength)
            throw Unreadable($"It is longer than {MaxLength / 1024} KiB.");
        if (contents.Span is [DerSequence, ..])
            return contents.ToArray();

        ReadOnlySpan<char> text = Encoding.UTF8.GetString(contents.Span);
        return PemEncoding.TryFind(text, out var pem) && text[pem.Label] is "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST"
            ? Convert.FromBase64String(text[pem.Base64Data].ToString())
            : throw Unreadable("There is no PEM with the label CERTIFICATE REQUEST.");
    }

    private static IssuingException Unreadable(string problem) => new(new IssuingFailure.RequestUnreadable(problem));
}
