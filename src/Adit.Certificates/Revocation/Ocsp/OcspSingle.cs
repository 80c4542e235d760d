using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>SingleResponse (RFC 6960 §4.2.1): what is said about one certificate.</summary>
/// <param name="Id">Which.</param>
/// <param name="IsKnown">Whether the responder knows it at all.</param>
/// <param name="Revoked">Since when and why it is revoked; null where it is good or not known.</param>
/// <param name="Life">When that holds.</param>
internal sealed record OcspSingle(OcspCertId Id, bool IsKnown, RevokedEntry? Revoked, Lifespan Life)
{
    private const int Good = 0;
    private const int RevokedTag = 1;
    private const int Unknown = 2;

    /// <exception cref="AsnContentException">It is otherwise.</exception>
    public static OcspSingle Read(AsnReader fields)
    {
        var id = OcspCertId.Read(fields.ReadSequence());
        var (isKnown, revoked) = ReadStatus(fields);
        var thisUpdate = fields.ReadGeneralizedTime();
        var nextUpdate = Der.ReadTagged(fields, 0)?.ReadGeneralizedTime();
        if (Der.ReadTagged(fields, 1) is { } extensions)
            DerExtension.RefuseCritical(DerExtension.ReadAll(extensions));
        fields.ThrowIfNotEmpty();
        return new OcspSingle(id, isKnown, revoked, new Lifespan(thisUpdate, nextUpdate));
    }

    public void Write(AsnWriter writer)
    {
        using var single = writer.PushSequence();
        Id.Write(writer);
        WriteStatus(writer);
        writer.WriteGeneralizedTime(Life.ThisUpdate, omitFractionalSeconds: true);
        if (Life.NextUpdate is not { } nextUpdate)
            return;
        using (writer.PushSequence(Der.Tag(0)))
            writer.WriteGeneralizedTime(nextUpdate, omitFractionalSeconds: true);
    }

    private static (bool IsKnown, RevokedEntry? Revoked) ReadStatus(AsnReader fields)
    {
        var tag = fields.PeekTag();
        if (tag.HasSameClassAndValue(Der.Tag(RevokedTag)))
            return (true, ReadRevoked(fields.ReadSequence(Der.Tag(RevokedTag))));
        if (!tag.HasSameClassAndValue(Der.Tag(Good)) && !tag.HasSameClassAndValue(Der.Tag(Unknown)))
            throw new AsnContentException("A status is neither good nor revoked nor unknown.");

        fields.ReadNull(new Asn1Tag(TagClass.ContextSpecific, tag.TagValue));
        return (tag.TagValue == Good, null);
    }

    private static RevokedEntry ReadRevoked(AsnReader fields)
    {
        var revokedAt = fields.ReadGeneralizedTime();
        var reason = Der.ReadTagged(fields, 0) is { } tagged ? (X509RevocationReason)Der.ReadEnumerated(tagged) : X509RevocationReason.Unspecified;
        fields.ThrowIfNotEmpty();
        return new RevokedEntry(revokedAt, reason);
    }

    private void WriteStatus(AsnWriter writer)
    {
        if (Revoked is not { } revoked)
        {
            writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, IsKnown ? Good : Unknown));
            return;
        }

        using (writer.PushSequence(Der.Tag(RevokedTag)))
        {
            writer.WriteGeneralizedTime(revoked.RevokedAt, omitFractionalSeconds: true);
            if (revoked.Reason is X509RevocationReason.Unspecified) // RFC 5280 §5.3.1: rather leave it out
                return;
            using (writer.PushSequence(Der.Tag(0)))
                writer.WriteEnumeratedValue(revoked.Reason);
        }
    }
}
