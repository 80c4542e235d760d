using System.Formats.Asn1;

namespace Adit.Certificates.Revocation;

/// <summary>The addresses among GeneralNames (RFC 5280 §4.2.1.6); names of other kinds are passed over.</summary>
internal static class GeneralNames
{
    private const int MaxAddresses = 16;

    private static readonly Asn1Tag _uri = new(TagClass.ContextSpecific, 6);

    /// <summary>DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] }: the addresses of the first.</summary>
    public static List<string> ReadPlace(AsnReader name)
    {
        if (Der.ReadTagged(name, 0) is { } names)
            return ReadAddresses(names);

        name.ReadEncodedValue();
        return [];
    }

    public static List<string> ReadAddresses(AsnReader names)
    {
        var addresses = new List<string>();
        while (names.HasData)
        {
            if (!names.PeekTag().HasSameClassAndValue(_uri))
                names.ReadEncodedValue();
            else if (names.ReadCharacterString(UniversalTagNumber.IA5String, _uri) is var address && addresses.Count < MaxAddresses)
                addresses.Add(address);
        }

        return addresses;
    }
}
