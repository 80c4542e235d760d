using System.Formats.Asn1;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>The extensions of a request or an answer, of which only the nonce matters (RFC 8954), and the version before them.</summary>
internal static class OcspNonce
{
    /// <summary>Version [0] EXPLICIT DEFAULT v1: there is no other.</summary>
    public static void SkipVersion(AsnReader fields)
    {
        if (Der.ReadTagged(fields, 0) is { } version && (!version.TryReadInt32(out var number) || number != 0))
            throw new AsnContentException("It is not of version 1.");
    }

    /// <summary>The nonce among these extensions; null where there is none.</summary>
    public static ReadOnlyMemory<byte>? Read(AsnReader? tagged)
    {
        if (tagged is null)
            return null;

        var extensions = DerExtension.ReadAll(tagged);
        DerExtension.RefuseCritical(extensions, OcspOids.Nonce);
        var nonce = extensions.Find(extension => extension.Oid == OcspOids.Nonce);
        return nonce.Oid is null ? default(ReadOnlyMemory<byte>?) : ReadValue(nonce.Value);
    }

    /// <summary>As the only extension, in this explicit tag.</summary>
    public static void Write(AsnWriter writer, int tag, ReadOnlySpan<byte> nonce)
    {
        using (writer.PushSequence(Der.Tag(tag)))
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(OcspOids.Nonce);
            using (writer.PushOctetString())
                writer.WriteOctetString(nonce);
        }
    }

    private static ReadOnlyMemory<byte> ReadValue(ReadOnlyMemory<byte> value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        var nonce = Der.ReadOctets(reader);
        reader.ThrowIfNotEmpty();
        return nonce.Length is > 0 and <= OcspRequest.MaxNonceLength ? nonce : throw new AsnContentException("Its nonce has a wrong length.");
    }
}
