using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>Whether a certificate bears the name that is dialled, where every client looks for it.</summary>
internal static class NameChecks
{
    public static IEnumerable<CertificateFailure> Find(X509Certificate2 certificate, string dialled)
    {
        var presented = new PresentedNames(certificate);
        if (!ServerName.TryParseDialled(dialled, out var wanted) || !presented.Cover(wanted))
            yield return new CertificateFailure.WrongName(dialled, presented.Shown);
        else if (presented.AreOnlyInSubject)
            yield return new CertificateFailure.NameOnlyInSubject(PeerText.Clean(dialled));
        else if (wanted is ServerName.Address address && presented.NamesAddressHalf(address.Value))
            yield return new CertificateFailure.AddressHalfNamed(PeerText.Clean(dialled));
    }
}
