using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Adit.Certificates.Revocation;

/// <summary>
/// A way to sign that is good enough for a statement about revocation: SHA-2 with ECDSA (RFC 5758 §3.2), RSA PKCS #1 (RFC 4055 §5) or
/// RSASSA-PSS (RFC 4055 §3). SHA-1 and MD5 are none.
/// </summary>
/// <param name="Hash">What is hashed with.</param>
/// <param name="Padding">How RSA pads; null for ECDSA.</param>
internal sealed record SignatureKind(HashAlgorithmName Hash, RSASignaturePadding? Padding)
{
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string MaskGeneration1 = "1.2.840.113549.1.1.8";

    /// <summary>Reads an AlgorithmIdentifier; null where it is none of these ways.</summary>
    /// <exception cref="AsnContentException">It is no AlgorithmIdentifier at all.</exception>
    public static SignatureKind? Of(ReadOnlyMemory<byte> algorithm)
    {
        var fields = Der.Sequence(algorithm);
        var oid = fields.ReadObjectIdentifier();
        return oid is Pss ? OfPss(fields) : ByOid(oid);
    }

    private static SignatureKind? ByOid(string oid) => oid switch
    {
        "1.2.840.10045.4.3.2" => new(HashAlgorithmName.SHA256, null),
        "1.2.840.10045.4.3.3" => new(HashAlgorithmName.SHA384, null),
        "1.2.840.10045.4.3.4" => new(HashAlgorithmName.SHA512, null),
        "1.2.840.113549.1.1.11" => new(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "1.2.840.113549.1.1.12" => new(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        "1.2.840.113549.1.1.13" => new(HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        _ => null,
    };

    /// <summary>Only the form that everybody writes: one hash for both, and a salt as long as it, which is all that .NET verifies.</summary>
    private static SignatureKind? OfPss(AsnReader fields)
    {
        var parameters = fields.ReadSequence();
        if (HashOf(Der.ReadTagged(parameters, 0)) is not ({ } hash, var length) || Der.ReadTagged(parameters, 1) is not { } mask)
            return null;

        var generator = mask.ReadSequence();
        var isUsual = generator.ReadObjectIdentifier() is MaskGeneration1 && HashOf(generator).Name == hash;
        return isUsual && Der.ReadTagged(parameters, 2) is { } salt && salt.TryReadInt32(out var saltLength) && saltLength == length
            ? new(hash, RSASignaturePadding.Pss)
            : null;
    }

    private static (HashAlgorithmName? Name, int Length) HashOf(AsnReader? algorithm) => algorithm?.ReadSequence().ReadObjectIdentifier() switch
    {
        "2.16.840.1.101.3.4.2.1" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
        "2.16.840.1.101.3.4.2.2" => (HashAlgorithmName.SHA384, SHA384.HashSizeInBytes),
        "2.16.840.1.101.3.4.2.3" => (HashAlgorithmName.SHA512, SHA512.HashSizeInBytes),
        _ => (null, 0),
    };
}
