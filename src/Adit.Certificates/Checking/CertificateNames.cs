using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>The names of a certificate, for whoever chooses one among several.</summary>
public static class CertificateNames
{
    /// <summary>Its names as clients look for them; empty where they cannot be read.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        try
        {
            return new PresentedNames(certificate).Shown;
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    /// <summary>Whether one of these names, stars included, stands for the one that a client asks for.</summary>
    public static bool Match(IEnumerable<string> names, string asked)
    {
        ArgumentNullException.ThrowIfNull(names);
        return ServerName.TryParseDialled(asked, out var wanted) && names.Any(name => PresentedNames.Matches(name, wanted.ToString()!));
    }
}
