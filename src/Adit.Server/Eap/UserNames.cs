using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;

namespace Adit.Server.Eap;

/// <summary>Whether a certificate bears the name that its user gave.</summary>
internal static class UserNames
{
    private const string MachinePrefix = "host/";
    private const string CommonNameOid = "2.5.4.3";

    /// <summary>
    /// Principal names and DNS names count, of which Windows gives a machine's as <c>host/NAME</c>; where there are neither, and the
    /// caller allows it, the common name. Capitals do not count.
    /// </summary>
    public static bool Bears(X509Certificate2 certificate, string identity, bool mayBeCommonName)
    {
        var names = AlternativeNames.Of(certificate.Extensions);
        if (names.Principals.Count + names.Dns.Count > 0)
            return names.Principals.Any(name => IsSame(name, identity)) || names.Dns.Any(name => IsSame(name, WithoutPrefix(identity)));

        return mayBeCommonName && CommonNames(certificate).Any(name => IsSame(name, identity[(identity.LastIndexOf('\\') + 1)..]));
    }

    private static bool IsSame(string name, string identity) => name.Length > 0 && name.Equals(identity, StringComparison.OrdinalIgnoreCase);

    private static string WithoutPrefix(string identity) =>
        identity.StartsWith(MachinePrefix, StringComparison.OrdinalIgnoreCase) ? identity[MachinePrefix.Length..] : identity;

    private static IEnumerable<string> CommonNames(X509Certificate2 certificate) => certificate.SubjectName.EnumerateRelativeDistinguishedNames()
        .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == CommonNameOid)
        .Select(name => name.GetSingleElementValue() ?? "");
}
