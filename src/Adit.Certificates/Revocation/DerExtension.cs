using System.Formats.Asn1;

namespace Adit.Certificates.Revocation;

/// <summary>Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } (RFC 5280 §4.1).</summary>
internal readonly record struct DerExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    private const int MaxCount = 32;

    /// <summary>Reads a SEQUENCE OF them.</summary>
    /// <exception cref="AsnContentException">They are otherwise, too many, or one is there twice.</exception>
    public static List<DerExtension> ReadAll(AsnReader reader)
    {
        var all = new List<DerExtension>();
        for (var rest = reader.ReadSequence(); rest.HasData;)
        {
            var one = Read(rest.ReadSequence());
            if (all.Count == MaxCount || all.Exists(other => other.Oid == one.Oid))
                throw new AsnContentException("Its extensions are too many, or one is there twice.");
            all.Add(one);
        }

        return all;
    }

    /// <summary>Refuses what says of itself that it must be understood, and is not.</summary>
    /// <exception cref="AsnContentException">There is such an extension.</exception>
    public static void RefuseCritical(IEnumerable<DerExtension> extensions, params ReadOnlySpan<string> understood)
    {
        foreach (var extension in extensions)
        {
            if (extension.IsCritical && !understood.Contains(extension.Oid))
                throw new AsnContentException($"It has the critical extension {extension.Oid}, which is not understood here.");
        }
    }

    private static DerExtension Read(AsnReader fields)
    {
        var oid = fields.ReadObjectIdentifier();
        var isCritical = fields.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && fields.ReadBoolean();
        var value = Der.ReadOctets(fields);
        fields.ThrowIfNotEmpty();
        return new DerExtension(oid, isCritical, value);
    }
}
