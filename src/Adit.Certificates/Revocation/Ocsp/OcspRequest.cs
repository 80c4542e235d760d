using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>OCSPRequest (RFC 6960 §4.1.1). Who asks and a signature of the request are passed over: our answers are for everybody.</summary>
/// <param name="Ids">The certificates asked for, 1 to <see cref="MaxIds"/>.</param>
/// <param name="Nonce">1 to 32 octets (RFC 8954 §2.1); null for none.</param>
public sealed record OcspRequest(IReadOnlyList<OcspCertId> Ids, ReadOnlyMemory<byte>? Nonce)
{
    /// <summary>The longest request that is read, in bytes.</summary>
    public const int MaxLength = 4096;

    /// <summary>For how many certificates one may ask at once.</summary>
    public const int MaxIds = 8;

    internal const int MaxNonceLength = 32;

    /// <summary>Reads a request.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out OcspRequest? request)
    {
        request = null;
        try
        {
            request = encoded.Length <= MaxLength ? Read(Der.Sequence(encoded)) : null;
            return request is not null;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The DER of the request.</summary>
    public byte[] Write()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                foreach (var id in Ids)
                {
                    using (writer.PushSequence())
                        id.Write(writer);
                }
            }

            if (Nonce is { } nonce)
                OcspNonce.Write(writer, 2, nonce.Span);
        }

        return writer.Encode();
    }

    private static OcspRequest Read(AsnReader outer)
    {
        var fields = outer.ReadSequence();
        OcspNonce.SkipVersion(fields);
        Der.ReadTagged(fields, 1); // requestorName
        var ids = new List<OcspCertId>();
        for (var list = fields.ReadSequence(); list.HasData;)
            ids.Add(ids.Count < MaxIds ? ReadOne(list.ReadSequence()) : throw new AsnContentException("It asks for too many certificates."));
        if (ids.Count == 0)
            throw new AsnContentException("It asks for no certificate.");

        var nonce = OcspNonce.Read(Der.ReadTagged(fields, 2));
        fields.ThrowIfNotEmpty();
        Der.ReadTagged(outer, 0); // optionalSignature
        outer.ThrowIfNotEmpty();
        return new OcspRequest(ids, nonce);
    }

    private static OcspCertId ReadOne(AsnReader fields)
    {
        var id = OcspCertId.Read(fields.ReadSequence());
        if (Der.ReadTagged(fields, 0) is { } extensions)
            DerExtension.RefuseCritical(DerExtension.ReadAll(extensions));
        fields.ThrowIfNotEmpty();
        return id;
    }
}
