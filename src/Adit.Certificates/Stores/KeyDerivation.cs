using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Adit.Certificates.Stores;

/// <summary>Looks how long the password check of an encrypted key would last, before it is begun (RFC 8018, RFC 7292).</summary>
internal static class KeyDerivation
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    /// <summary>The iterations of a PEM block; null where they cannot be told, as with scrypt.</summary>
    public static int? IterationsOf(string block) =>
        PemEncoding.TryFind(block, out var pem) && TryReadIterations(Convert.FromBase64String(block[pem.Base64Data]), out var count) ? count : null;

    /// <summary>EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm { oid, parameters }, … }; false for any other kind of derivation.</summary>
    public static bool TryReadIterations(ReadOnlyMemory<byte> der, out int count)
    {
        count = 0;
        try
        {
            var algorithm = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            if (algorithm.ReadObjectIdentifier() is not Pbes2)
                return TryReadCount(algorithm.ReadSequence(), out count); // PBES1 and PKCS #12: { salt, iterations }

            var derivation = algorithm.ReadSequence().ReadSequence();
            return derivation.ReadObjectIdentifier() is Pbkdf2 && TryReadCount(derivation.ReadSequence(), out count);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool TryReadCount(AsnReader parameters, out int count)
    {
        parameters.ReadOctetString();
        return parameters.TryReadInt32(out count);
    }
}
