using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>CertID (RFC 6960 §4.1.1): which certificate of which issuer.</summary>
/// <param name="HashOid">What the two hashes are made with.</param>
/// <param name="IssuerNameHash">Over the DER of the issuer's name.</param>
/// <param name="IssuerKeyHash">Over the bits of the issuer's key.</param>
/// <param name="SerialNumber">The contents of the INTEGER.</param>
public sealed record OcspCertId(
    string HashOid, ReadOnlyMemory<byte> IssuerNameHash, ReadOnlyMemory<byte> IssuerKeyHash, ReadOnlyMemory<byte> SerialNumber)
{
    /// <summary>The only hash that every responder knows (RFC 5019 §2.1.1); nothing but finding depends on it.</summary>
    internal const string Sha1Oid = "1.3.14.3.2.26";

    /// <summary>The id of a certificate, with SHA-1.</summary>
    /// <exception cref="AsnContentException">The certificate is not encoded as it must be.</exception>
    public static OcspCertId Of(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        return Of(CertificateFields.SerialNumber(certificate), issuer, Sha1Oid)!;
    }

    /// <summary>Whether it is this certificate's, whichever hash it is made with.</summary>
    internal bool IsOf(X509Certificate2 certificate, X509Certificate2 issuer) => Equals(Of(CertificateFields.SerialNumber(certificate), issuer, HashOid));

    /// <summary>Whether it speaks of a certificate of this issuer.</summary>
    internal bool IsBy(X509Certificate2 issuer) => Equals(Of(SerialNumber, issuer, HashOid));

    /// <summary>Same bytes.</summary>
    public bool Equals([NotNullWhen(true)] OcspCertId? other) =>
        other is not null && HashOid == other.HashOid && SerialNumber.Span.SequenceEqual(other.SerialNumber.Span)
        && IssuerNameHash.Span.SequenceEqual(other.IssuerNameHash.Span) && IssuerKeyHash.Span.SequenceEqual(other.IssuerKeyHash.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(IssuerKeyHash.Span);
        hash.AddBytes(SerialNumber.Span);
        return hash.ToHashCode();
    }

    /// <exception cref="AsnContentException">It is otherwise.</exception>
    internal static OcspCertId Read(AsnReader fields)
    {
        var algorithm = fields.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        var id = new OcspCertId(oid, Der.ReadOctets(fields), Der.ReadOctets(fields), fields.ReadIntegerBytes());
        fields.ThrowIfNotEmpty();
        return id;
    }

    internal void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(HashOid);
                writer.WriteNull();
            }

            writer.WriteOctetString(IssuerNameHash.Span);
            writer.WriteOctetString(IssuerKeyHash.Span);
            writer.WriteInteger(SerialNumber.Span);
        }
    }

    /// <summary>Null for a hash that is not known here.</summary>
    private static OcspCertId? Of(ReadOnlyMemory<byte> serialNumber, X509Certificate2 issuer, string hashOid) =>
        Hash(hashOid, issuer.SubjectName.RawData) is { } name && Hash(hashOid, CertificateFields.PublicKeyBits(issuer)) is { } key
            ? new OcspCertId(hashOid, name, key, serialNumber)
            : null;

    private static byte[]? Hash(string oid, byte[] data) => oid switch
    {
        Sha1Oid => SHA1.HashData(data),
        "2.16.840.1.101.3.4.2.1" => SHA256.HashData(data),
        "2.16.840.1.101.3.4.2.2" => SHA384.HashData(data),
        "2.16.840.1.101.3.4.2.3" => SHA512.HashData(data),
        _ => null,
    };
}
