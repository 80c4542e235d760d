using Adit.Access.Accounting;
using Adit.Diagnosis;
using Adit.Diagnosis.Attempts;
using Adit.Linux;
using Adit.Server.Serving;
using Adit.Server.Sessions;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>The duties of every server.</summary>
internal static class Duties
{
    private static readonly TimeSpan SessionsKeptFor = TimeSpan.FromDays(365);
    private static readonly TimeSpan BetweenTrims = TimeSpan.FromMinutes(10);

    /// <summary>What a crowd has left in the C library's heaps goes back to the machine, which would keep it otherwise (decision 0055).</summary>
    public static Duty GiveMemoryBack { get; } = new("give memory back", BetweenTrims, _ =>
    {
        NativeHeap.Trim();
        return default;
    });

    /// <summary>All that is due about the certificates that callers are shown.</summary>
    public static IReadOnlyList<Duty> OfCertificates(
        CertificateKeeper own, ShownCertificates shown, CertificateWatch watch, ILogger logger) =>
        [RenewCertificate(own, logger), RehearseRenewal(own, logger), LookForCertificates(shown), WatchCertificates(watch)];

    /// <summary>Renews the certificate that our CA issued.</summary>
    public static Duty RenewCertificate(CertificateKeeper certificate, ILogger logger) => Duty.Daily("renew the certificate", _ =>
    {
        if (certificate.Renew() is { } reason)
            HostingLog.CertificateRenewed(logger, certificate.Current.Leaf.NotAfter.ToUniversalTime(), reason.ToString());
        return default;
    });

    /// <summary>Proves today that the next renewal will work; where it would not, the log says so every day until then.</summary>
    public static Duty RehearseRenewal(CertificateKeeper certificate, ILogger logger) => Duty.Daily("rehearse the certificate's renewal", _ =>
    {
        if (certificate.Rehearse() is { } failure)
            HostingLog.RehearsalFailed(logger, failure.Code, FailureFacts.Describe(failure));
        return default;
    });

    /// <summary>Takes new certificates that have come where old ones were.</summary>
    public static Duty LookForCertificates(ShownCertificates certificates) => Duty.EveryMinute("look for new certificates", _ =>
    {
        certificates.Look();
        return default;
    });

    /// <summary>Warns of certificates that end.</summary>
    public static Duty WatchCertificates(CertificateWatch watch) => Duty.EveryMinute("watch the certificates' ends", now =>
    {
        watch.Look(now);
        return default;
    });

    /// <summary>Forgets attempts and sessions that are too old or too many.</summary>
    public static IReadOnlyList<Duty> Forget(IAttemptStore attempts, ISessionStore sessions) =>
    [
        Duty.Daily("forget old attempts", async now =>
            await attempts.PruneAsync(AttemptJournal.Kept, AttemptJournal.KeptNameless, now - AttemptJournal.KeptFor, CancellationToken.None)),
        Duty.Daily("forget old sessions", async now => await sessions.PruneAsync(now - SessionsKeptFor, CancellationToken.None)),
    ];
}
