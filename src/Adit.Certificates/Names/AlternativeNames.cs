using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Names;

/// <summary>
/// The subject alternative names that we know (RFC 5280 §4.2.1.6): DNS names, addresses, mail addresses, and the user principal names
/// that Windows puts in an otherName. Others are counted.
/// </summary>
/// <param name="Dns">dNSName.</param>
/// <param name="Addresses">iPAddress, of 4 or 16 bytes.</param>
/// <param name="Emails">rfc822Name.</param>
/// <param name="Principals">otherName of the kind 1.3.6.1.4.1.311.20.2.3.</param>
/// <param name="Others">How many there are of other kinds.</param>
public sealed record AlternativeNames(
    IReadOnlyList<string> Dns, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<string> Emails, IReadOnlyList<string> Principals, int Others)
{
    /// <summary>subjectAltName.</summary>
    public const string ExtensionOid = "2.5.29.17";

    /// <summary>szOID_NT_PRINCIPAL_NAME.</summary>
    public const string PrincipalOid = "1.3.6.1.4.1.311.20.2.3";

    /// <summary>Nobody has more names than that; a list that has is refused.</summary>
    private const int MaxNames = 256;

    /// <summary>In bytes, of all together.</summary>
    private const int MaxLength = 64 * 1024;

    private static readonly Asn1Tag OtherName = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Rfc822Name = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag DnsNameTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag IpAddress = new(TagClass.ContextSpecific, 7);

    /// <summary>No names.</summary>
    public static AlternativeNames None { get; } = new([], [], [], [], 0);

    /// <summary>The names of a certificate or a request; none where it has no such extension, or one that cannot be read.</summary>
    public static AlternativeNames Of(IEnumerable<X509Extension> extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        var extension = extensions.FirstOrDefault(candidate => candidate.Oid?.Value == ExtensionOid);
        return extension is not null && TryRead(extension.RawData, out var names) ? names : None;
    }

    /// <summary>Reads the extension's value, a GeneralNames; false where it is not well-formed or beyond all measure.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> value, out AlternativeNames names)
    {
        names = None;
        if (value.Length > MaxLength)
            return false;

        try
        {
            var outer = new AsnReader(value, AsnEncodingRules.DER);
            var found = Read(outer.ReadSequence());
            names = found ?? None;
            return found is not null && !outer.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static AlternativeNames? Read(AsnReader reader)
    {
        var (dns, addresses, emails, principals, others) = (new List<string>(), new List<IPAddress>(), new List<string>(), new List<string>(), 0);
        for (var count = 0; reader.HasData; count++)
        {
            var tag = reader.PeekTag();
            if (count == MaxNames)
                return null;
            else if (tag == DnsNameTag)
                dns.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, DnsNameTag));
            else if (tag == Rfc822Name)
                emails.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, Rfc822Name));
            else if (tag == IpAddress && reader.ReadOctetString(IpAddress) is { Length: 4 or 16 } bytes)
                addresses.Add(new IPAddress(bytes));
            else if (tag == OtherName.AsConstructed() && ReadPrincipal(reader.ReadSequence(OtherName)) is { } principal)
                principals.Add(principal);
            else if (tag == IpAddress || tag == OtherName.AsConstructed())
                others++; // read above, and not of a kind that we know
            else
                (others, _) = (others + 1, reader.ReadEncodedValue());
        }

        return new AlternativeNames(dns, addresses, emails, principals, others);
    }

    /// <summary>OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT UTF8String }; null for another kind.</summary>
    private static string? ReadPrincipal(AsnReader name)
    {
        if (name.ReadObjectIdentifier() is not PrincipalOid)
            return null;

        var value = name.ReadSequence(OtherName);
        var principal = value.ReadCharacterString(UniversalTagNumber.UTF8String);
        return value.HasData || name.HasData ? null : principal;
    }
}
