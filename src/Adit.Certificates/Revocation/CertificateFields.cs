using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation;

/// <summary>Fields of a certificate as its bytes have them.</summary>
internal static class CertificateFields
{
    /// <summary>The contents of the INTEGER (RFC 5280 §4.1.2.2). .NET's property loses the sign.</summary>
    /// <exception cref="AsnContentException">The certificate is not encoded as it must be.</exception>
    public static ReadOnlyMemory<byte> SerialNumber(X509Certificate2 certificate)
    {
        var fields = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        Der.ReadTagged(fields, 0);
        return fields.ReadIntegerBytes();
    }

    /// <summary>The bits of subjectPublicKey, without tag and length: what OCSP hashes.</summary>
    public static byte[] PublicKeyBits(X509Certificate2 certificate) => certificate.PublicKey.EncodedKeyValue.RawData;
}
