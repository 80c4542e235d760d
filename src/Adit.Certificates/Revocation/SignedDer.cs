using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation;

/// <summary>What somebody has signed: <c>contents, algorithm, signature</c>, as certificates, lists and OCSP answers have it.</summary>
internal sealed record SignedDer(ReadOnlyMemory<byte> Contents, ReadOnlyMemory<byte> Algorithm, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Reads the three, and leaves whatever follows.</summary>
    /// <exception cref="AsnContentException">They are not there.</exception>
    public static SignedDer Read(AsnReader fields)
    {
        var contents = fields.ReadEncodedValue();
        var algorithm = fields.ReadEncodedValue();
        return new SignedDer(contents, algorithm, Der.ReadOctetsOfBits(fields));
    }

    /// <summary>The three of a certificate; null where it is not DER.</summary>
    public static SignedDer? Of(X509Certificate2 certificate)
    {
        try
        {
            return Read(Der.Sequence(certificate.RawDataMemory));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether the key of this certificate has signed it. False for ways of signing that are not known or too weak.</summary>
    public bool IsBy(X509Certificate2 signer)
    {
        try
        {
            return SignatureKind.Of(Algorithm) is { } kind && (kind.Padding is { } padding ? IsByRsa(signer, kind, padding) : IsByEcdsa(signer, kind));
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    private bool IsByRsa(X509Certificate2 signer, SignatureKind kind, RSASignaturePadding padding)
    {
        using var key = signer.GetRSAPublicKey();
        return key is not null && key.VerifyData(Contents.Span, Signature.Span, kind.Hash, padding);
    }

    private bool IsByEcdsa(X509Certificate2 signer, SignatureKind kind)
    {
        using var key = signer.GetECDsaPublicKey();
        return key is not null && key.VerifyData(Contents.Span, Signature.Span, kind.Hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
