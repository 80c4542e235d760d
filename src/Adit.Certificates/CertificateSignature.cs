using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates;

/// <summary>Checks who signed a certificate of ours: ECDSA or RSA with SHA-256 (RFC 5758 §3.2, RFC 4055 §5), all that Adit's CA makes.</summary>
internal static class CertificateSignature
{
    /// <summary>AlgorithmIdentifier { ecdsa-with-SHA256 }, whose parameters are absent.</summary>
    private static ReadOnlySpan<byte> EcdsaWithSha256 => [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

    /// <summary>AlgorithmIdentifier { sha256WithRSAEncryption, NULL }.</summary>
    private static ReadOnlySpan<byte> RsaWithSha256 =>
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00];

    /// <summary>False for a wrong signature, and for one of any other kind.</summary>
    public static bool IsBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        try
        {
            return Verify(certificate.RawDataMemory, issuer);
        }
        catch (AsnContentException) // readable for OpenSSL, yet not the DER that we write
        {
            return false;
        }
    }

    /// <summary>Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280 §4.1).</summary>
    private static bool Verify(ReadOnlyMemory<byte> certificate, X509Certificate2 issuer)
    {
        var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
        var signed = fields.ReadEncodedValue();
        var algorithm = fields.ReadEncodedValue();
        var signature = fields.ReadBitString(out var unusedBits);
        return unusedBits == 0
            && (algorithm.Span.SequenceEqual(EcdsaWithSha256) ? VerifyEcdsa(signed.Span, signature, issuer)
                : algorithm.Span.SequenceEqual(RsaWithSha256) && VerifyRsa(signed.Span, signature, issuer));
    }

    private static bool VerifyEcdsa(ReadOnlySpan<byte> signed, byte[] signature, X509Certificate2 issuer)
    {
        using var key = issuer.GetECDsaPublicKey();
        return key?.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) is true;
    }

    private static bool VerifyRsa(ReadOnlySpan<byte> signed, byte[] signature, X509Certificate2 issuer)
    {
        using var key = issuer.GetRSAPublicKey();
        return key?.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) is true;
    }
}
