using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Adit.Certificates.Names;

/// <summary>
/// The security identifier of an account in a Windows domain, as a certificate carries it so that a domain controller maps it strongly:
/// the extension szOID_NTDS_CA_SECURITY_EXT ([MS-WCCE] §2.2.2.7.7.4), GeneralNames with one otherName.
/// </summary>
public static class SecurityIdentifier
{
    /// <summary>szOID_NTDS_CA_SECURITY_EXT.</summary>
    public const string ExtensionOid = "1.3.6.1.4.1.311.25.2";

    /// <summary>szOID_NTDS_OBJECTSID, the kind of the one name in it.</summary>
    private const string ObjectSidOid = "1.3.6.1.4.1.311.25.2.1";

    /// <summary>[MS-DTYP] §2.4.2.2: at most 15 subauthorities.</summary>
    private const int MaxSubauthorities = 15;

    /// <summary>"S-1-", an authority below 2^48 and 15 subauthorities below 2^32 take at most 184 characters.</summary>
    private const int MaxLength = 184;

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);

    /// <summary>Whether a text is a security identifier: <c>S-1-5-21-1004336348-1177238915-682003330-512</c>.</summary>
    public static bool IsValid(string? text)
    {
        if (text is not { Length: <= MaxLength } || !text.StartsWith("S-1-", StringComparison.Ordinal))
            return false;

        var parts = text.Split('-')[2..];
        return parts.Length is >= 2 and <= MaxSubauthorities + 1
            && IsNumber(parts[0], (1L << 48) - 1) && parts[1..].All(part => IsNumber(part, uint.MaxValue));
    }

    /// <summary>The extension for a valid identifier.</summary>
    public static X509Extension Write(string sid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(Tag0))
        {
            writer.WriteObjectIdentifier(ObjectSidOid);
            using (writer.PushSequence(Tag0))
                writer.WriteOctetString(Encoding.ASCII.GetBytes(sid));
        }

        return new X509Extension(ExtensionOid, writer.Encode(), critical: false);
    }

    /// <summary>Reads the extension's value; false where it is anything but one valid identifier.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> value, out string sid)
    {
        sid = "";
        try
        {
            var outer = new AsnReader(value, AsnEncodingRules.DER);
            var names = outer.ReadSequence();
            var name = names.ReadSequence(Tag0);
            if (name.ReadObjectIdentifier() is not ObjectSidOid)
                return false;

            var wrapped = name.ReadSequence(Tag0);
            sid = Encoding.ASCII.GetString(wrapped.ReadOctetString());
            return IsValid(sid) && !wrapped.HasData && !name.HasData && !names.HasData && !outer.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The identifier in a certificate; null where there is none that can be read.</summary>
    public static string? Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var extension = certificate.Extensions.FirstOrDefault(candidate => candidate.Oid?.Value == ExtensionOid);
        return extension is not null && TryRead(extension.RawData, out var sid) ? sid : null;
    }

    /// <summary>Decimal without leading zeros, as Windows writes it.</summary>
    private static bool IsNumber(string text, long max) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
        && text == number.ToString(CultureInfo.InvariantCulture);
}
