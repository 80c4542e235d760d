using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates;

/// <summary>Checks who signed a certificate of ours: ECDSA with SHA-256 (RFC 5758 §3.2), the only kind that Adit's CA makes.</summary>
internal static class CertificateSignature
{
    /// <summary>AlgorithmIdentifier { ecdsa-with-SHA256 }, whose parameters are absent.</summary>
    private static ReadOnlySpan<byte> EcdsaWithSha256 => [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

    /// <summary>False for a wrong signature, and for one of any other kind.</summary>
    public static bool IsBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        using var key = issuer.GetECDsaPublicKey();
        try
        {
            return key is not null && Verify(certificate.RawDataMemory, key);
        }
        catch (AsnContentException) // readable for OpenSSL, yet not the DER that we write
        {
            return false;
        }
    }

    /// <summary>Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280 §4.1).</summary>
    private static bool Verify(ReadOnlyMemory<byte> certificate, ECDsa key)
    {
        var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
        var signed = fields.ReadEncodedValue();
        var algorithm = fields.ReadEncodedValue();
        var signature = fields.ReadBitString(out var unusedBits);
        return unusedBits == 0 && algorithm.Span.SequenceEqual(EcdsaWithSha256)
            && key.VerifyData(signed.Span, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
