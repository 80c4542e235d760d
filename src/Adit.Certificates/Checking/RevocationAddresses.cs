using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>
/// Whether the places where a certificate says that its revocation can be looked up are of use to clients, who ask there before they trust
/// anything. Nothing is asked here.
/// </summary>
internal static class RevocationAddresses
{
    /// <summary>One kind of place is unusable as a whole where none of its addresses can be fetched.</summary>
    public static IEnumerable<CertificateFailure> FindUnusable(X509Certificate2 certificate)
    {
        var places = RevocationPlaces.Of(certificate);
        foreach (var addresses in (IReadOnlyList<string>[])[places.Lists, places.Responders])
            if (addresses.Count > 0 && addresses.All(address => HttpFetcher.ProblemOf(address) is not null))
                yield return new CertificateFailure.RevocationAddressUnusable(PeerText.Clean(addresses[0]), HttpFetcher.ProblemOf(addresses[0])!);
    }

    public static string Describe(X509Certificate2 certificate)
    {
        var places = RevocationPlaces.Of(certificate);
        return places.AreNone
            ? "names no list and no responder, so nobody asks"
            : string.Join(", ", places.Lists.Concat(places.Responders).Where(address => HttpFetcher.ProblemOf(address) is null).Select(PeerText.Clean));
    }
}
