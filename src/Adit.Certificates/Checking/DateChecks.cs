using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>From when until when a certificate holds.</summary>
internal static class DateChecks
{
    /// <summary>Nobody minds an end that is further away; of a short life it is the last third.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static IEnumerable<CertificateFailure> Find(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (begin, end) = Validity.Of(certificate);
        if (now >= end)
            yield return new CertificateFailure.Expired(PeerText.Subject(certificate), PeerText.Issuer(certificate), end, now);
        if (now < begin)
            yield return new CertificateFailure.NotYetValid(PeerText.Subject(certificate), PeerText.Issuer(certificate), begin, now);
    }

    public static IEnumerable<CertificateFailure> FindEndingSoon(X509Certificate2 certificate, DateTimeOffset now)
    {
        var validity = Validity.Of(certificate);
        var left = validity.End - now;
        if (left > TimeSpan.Zero && left < Soon && left < validity.Length / 3)
            yield return new CertificateFailure.ExpiresSoon(PeerText.Subject(certificate), validity.End, (int)left.TotalDays);
    }
}
