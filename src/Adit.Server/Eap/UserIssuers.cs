using System.Security.Cryptography.X509Certificates;
using Adit.Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using StoreName = Adit.Certificates.Stores.StoreName;

namespace Adit.Server.Eap;

/// <summary>
/// Whom the gateway trusts where users sign in with certificates: our own CA, and what stands in the stores. Read anew when it is a second
/// old, so that what an administrator imports or removes holds at once, and a burst of log-ins reads it once. Any thread may ask.
/// </summary>
internal sealed class UserIssuers(CertificateAuthority ca, CertificateStores stores, TimeProvider clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private TrustedIssuers? _current;
    private long _readAt;

    public TrustedIssuers Current
    {
        get
        {
            lock (_gate)
            {
                if (_current is null || clock.GetElapsedTime(_readAt) >= MaxAge)
                    (_current, _readAt) = (Read(), clock.GetTimestamp());
                return _current;
            }
        }
    }

    private TrustedIssuers Read()
    {
        var logOn = Stored(StoreName.NtAuth);
        X509Certificate2[] own = [Copy(ca.Certificate), .. ca.Chain.Select(Copy)];
        return new TrustedIssuers(
            TrustAnchors.Of([own[0], .. Stored(StoreName.Roots), .. logOn]),
            [.. own, .. Stored(StoreName.Intermediates), .. logOn],
            [.. own.Select(issuer => issuer.RawData)],
            [.. logOn.Select(issuer => issuer.RawData)]);
    }

    private X509Certificate2[] Stored(StoreName store) => [.. stores.List(store).Select(entry => entry.Certificate)];

    private static X509Certificate2 Copy(X509Certificate2 certificate) => DecodedCertificates.Shared.Decode(certificate.RawDataMemory);
}

/// <summary>One state of them. Nobody disposes it: others may still be at it.</summary>
/// <param name="Anchors">Where a chain may end.</param>
/// <param name="Intermediates">What completes chains.</param>
/// <param name="Own">Our CA's certificates, in DER.</param>
/// <param name="LogOn">The store ntauth, in DER.</param>
internal sealed record TrustedIssuers(
    TrustAnchors Anchors, IReadOnlyList<X509Certificate2> Intermediates, IReadOnlyList<byte[]> Own, IReadOnlyList<byte[]> LogOn)
{
    /// <summary>Whether our own CA has issued the first certificate of a path.</summary>
    public bool AreOwn(IReadOnlyList<ReadOnlyMemory<byte>> path) => HaveOneOf(path, Own);

    /// <summary>Whether the first certificate of a path is of an authority that lets people in.</summary>
    public bool LetIn(IReadOnlyList<ReadOnlyMemory<byte>> path) => AreOwn(path) || HaveOneOf(path, LogOn);

    /// <summary>What is told of a path that stands below none.</summary>
    public static CertificateFailure NobodyLetsIn(IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(path[0].Span);
        return CertificateFailure.IssuerNotForLogon.Of(certificate);
    }

    private static bool HaveOneOf(IReadOnlyList<ReadOnlyMemory<byte>> path, IReadOnlyList<byte[]> issuers) =>
        path.Skip(1).Any(above => issuers.Any(issuer => above.Span.SequenceEqual(issuer)));
}
