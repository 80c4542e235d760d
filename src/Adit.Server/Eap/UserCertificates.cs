using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;

namespace Adit.Server.Eap;

/// <summary>Looks up whether a trusted chain is revoked; null where it is accepted.</summary>
internal delegate Task<CertificateFailure?> RevocationLookup(IReadOnlyList<ReadOnlyMemory<byte>> path, CancellationToken cancellationToken);

/// <summary>
/// Judges the certificates by which users sign in: by the rules of their role, by who may let people in, by the name, and by whether they
/// are revoked. TLS waits meanwhile, on a thread of the pool: not long, and not many at a time.
/// </summary>
internal sealed class UserCertificates(
    LiveConfiguration live, UserIssuers issuers, IDistrustedCertificates distrusted, RevocationLookup revocation, SignInPaths paths, TimeProvider clock,
    TimeSpan? patience = null)
    : IUserCertificates, IDisposable
{
    /// <summary>Look-ups that are waited for at a time.</summary>
    internal const int MaxWaiting = 32;

    /// <summary>A responder answers within a second or not at all; clients give up on a silent server after some ten.</summary>
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    private static readonly (AccessReason, TlsAlert) _accepted = (AccessReason.None, default);

    private readonly SemaphoreSlim _waiting = new(MaxWaiting);

    /// <inheritdoc/>
    public UserCertificateVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> chain, string identity)
    {
        var (reason, alert) = TryRead(chain) is { } shown ? Judge(shown, identity) : (AccessReason.CertificateFaulty, TlsAlert.BadCertificate);
        return new UserCertificateVerdict(Convert.ToHexString(SHA256.HashData(chain[0].Span)), reason, alert);
    }

    /// <inheritdoc/>
    public void Dispose() => _waiting.Dispose();

    private (AccessReason Reason, TlsAlert Alert) Judge(X509Certificate2[] shown, string identity)
    {
        var trusted = issuers.Current;
        var report = new CertificateChecker(trusted.Anchors, distrusted).Check(
            CertificateRole.EapClient, new CheckInput(shown[0], [.. shown.Skip(1), .. trusted.Intermediates]) { Policies = live.Current.EapTls.Purposes }, clock.GetUtcNow(), isDescribed: false);
        if (report.Failures.FirstOrDefault(failure => Counts(failure, trusted.AreOwn(report.Path))) is { } broken)
            return CertificateReasons.Of(broken);
        if (!trusted.LetIn(report.Path))
            return CertificateReasons.Of(TrustedIssuers.NobodyLetsIn(report.Path));

        if (!Bears(shown[0], identity, trusted.AreOwn(report.Path)))
            return (AccessReason.IdentityMismatch, TlsAlert.AccessDenied);

        paths.Remember(report.Path);
        return LookUp(report.Path);
    }

    /// <summary>Our own CA issues for this VPN alone: no purpose has to say so.</summary>
    private static bool Counts(CertificateFailure failure, bool isOwn) =>
        failure is not CertificateFailure.RevocationAddressUnusable && !(isOwn && failure is CertificateFailure.PolicyMissing);

    private bool Bears(X509Certificate2 certificate, string identity, bool isOwn)
    {
        var rule = live.Current.EapTls.CommonName;
        return UserNames.Bears(certificate, identity, rule is CommonNameRule.Any || (rule is CommonNameRule.Own && isOwn));
    }

    /// <summary>What is known already is told at once; what is not is waited for.</summary>
    private (AccessReason Reason, TlsAlert Alert) LookUp(IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        using var limit = new CancellationTokenSource(patience ?? DefaultPatience);
        var lookup = revocation(path, limit.Token);
        var waits = !lookup.IsCompleted;
        if (waits && !_waiting.Wait(0, CancellationToken.None))
            return (AccessReason.RevocationOffline, TlsAlert.CertificateUnknown);

        try
        {
            return lookup.GetAwaiter().GetResult() is { } failure ? CertificateReasons.Of(failure) : _accepted;
        }
        catch (OperationCanceledException)
        {
            return (AccessReason.RevocationOffline, TlsAlert.CertificateUnknown);
        }
        finally
        {
            if (waits)
                _waiting.Release();
        }
    }

    private static X509Certificate2[]? TryRead(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        try
        {
            return [.. chain.Select(DecodedCertificates.Shared.Decode)];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
