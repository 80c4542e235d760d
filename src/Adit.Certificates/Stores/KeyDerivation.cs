using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Adit.Certificates.Stores;

/// <summary>Looks how long the password check of an encrypted key would last, before it is begun (RFC 8018, RFC 7292).</summary>
internal static class KeyDerivation
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    /// <summary>The iterations of a PEM block; null where they cannot be told, as with scrypt.</summary>
    public static int? IterationsOf(string block)
    {
        try
        {
            var der = Convert.FromBase64String(block[PemEncoding.Find(block).Base64Data]);
            return IterationsOf(der);
        }
        catch (Exception exception) when (exception is AsnContentException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm { oid, parameters }, … }; throws AsnContentException.</summary>
    internal static int? IterationsOf(ReadOnlyMemory<byte> der)
    {
        var algorithm = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        if (algorithm.ReadObjectIdentifier() is not Pbes2)
            return CountIn(algorithm.ReadSequence()); // PBES1 and PKCS #12: { salt, iterations }

        var derivation = algorithm.ReadSequence().ReadSequence();
        return derivation.ReadObjectIdentifier() is Pbkdf2 ? CountIn(derivation.ReadSequence()) : null;
    }

    private static int? CountIn(AsnReader parameters)
    {
        parameters.ReadOctetString();
        return parameters.TryReadInt32(out var count) ? count : null;
    }
}
