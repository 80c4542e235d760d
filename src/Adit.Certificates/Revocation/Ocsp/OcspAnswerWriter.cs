using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>Writes OCSPResponse (RFC 6960 §4.2.1). The responder is named by its key; its certificate is the issuer's, which the asker has.</summary>
internal static class OcspAnswerWriter
{
    /// <summary>An answer that is none.</summary>
    public static byte[] Refuse(OcspStatus status) => [0x30, 3, 0x0A, 1, (byte)status];

    /// <summary>ResponseData: what is signed.</summary>
    public static byte[] WriteData(X509Certificate2 responder, DateTimeOffset producedAt, IReadOnlyList<OcspSingle> singles, ReadOnlyMemory<byte>? nonce)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Der.Tag(2)))
                writer.WriteOctetString(SHA1.HashData(CertificateFields.PublicKeyBits(responder)));
            writer.WriteGeneralizedTime(producedAt, omitFractionalSeconds: true);
            using (writer.PushSequence())
            {
                foreach (var single in singles)
                    single.Write(writer);
            }

            if (nonce is { } asked)
                OcspNonce.Write(writer, 1, asked.Span);
        }

        return writer.Encode();
    }

    /// <summary>The whole answer around what was signed.</summary>
    public static byte[] WriteAnswer(byte[] data, byte[] algorithm, byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(OcspStatus.Successful);
            using (writer.PushSequence(Der.Tag(0)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(OcspOids.Basic);
                using (writer.PushOctetString())
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(data);
                    writer.WriteEncodedValue(algorithm);
                    writer.WriteBitString(signature);
                }
            }
        }

        return writer.Encode();
    }
}
