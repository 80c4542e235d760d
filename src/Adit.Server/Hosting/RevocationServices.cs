using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Access.Auditing;
using Adit.Certificates.Checking;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;
using Adit.Diagnosis;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Eap;
using Adit.Server.Serving;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>The gateway's view on revocation: its books, its lists, its settings.</summary>
internal sealed class RevocationServices(LiveConfiguration live, ServerState state, TimeProvider clock, ILogger logger) : IRevocationControl
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(10);

    private readonly RevocationChecker _checker = new(
        new HttpFetcher(new FetchLimits()), clock, Path.Combine(state.Directory, "revocation"), new IssuedRecord(state.Ca.Issuer, state.Database.Certificates));

    /// <summary>The authorities of those who have signed in.</summary>
    public SignInPaths Paths { get; } = new();

    /// <summary>Renews lists ahead of their end.</summary>
    public Duty Refresh => new("renew revocation lists", RefreshInterval, async _ =>
    {
        foreach (var (address, problem) in await _checker.RefreshAsync(CancellationToken.None))
            RevocationLog.NotRenewed(logger, address, problem);
    });

    /// <summary>Keeps what responders say of the certificates that callers are shown.</summary>
    public Duty Staple(ShownCertificates shown) => Duty.EveryMinute("staple what responders say of the certificates", async _ =>
    {
        foreach (var served in shown.Served)
            await served.RenewStapleAsync(_checker, CancellationToken.None);
    });

    /// <summary>Judges a trusted chain by the settings of its role; null where it is accepted.</summary>
    public Task<CertificateFailure?> CheckAsync(
        CertificateRole role, IReadOnlyList<ReadOnlyMemory<byte>> path, CancellationToken cancellationToken) =>
        _checker.CheckAsync(path, SettingsOf(role), cancellationToken);

    public async ValueTask<RevocationView> LookUpAsync(LookupOrder order, CancellationToken cancellationToken)
    {
        var role = order.Role switch
        {
            "eap-client" => CertificateRole.EapClient,
            "device" => CertificateRole.Device,
            _ => throw Invalid("role-unknown", $"There is no role '{order.Role}' whose certificates the gateway looks up.", "Give eap-client or device."),
        };
        var trusted = new UserIssuers(state.Ca, state.Stores, clock).Current;
        var report = Check(role, Read(order.Pem), trusted);
        if (BrokenBy(role, report, trusted) is { } broken)
            return new RevocationView(false, broken.Code, FailureFacts.Describe(broken), []);

        var settings = SettingsOf(role);
        var findings = await _checker.FindAsync(report.Path, settings, cancellationToken);
        var failure = RevocationChecker.Judge(findings, settings);
        return new RevocationView(
            failure is null, failure?.Code, failure is null ? null : FailureFacts.Describe(failure), [.. findings.Select(ViewOf)]);
    }

    public async ValueTask<FlushedView> FlushAsync(Actor actor, CancellationToken cancellationToken)
    {
        var count = _checker.Flush();
        await state.Database.Audit.AppendAsync(
            new AuditEntry(clock.GetUtcNow(), actor.Name, "revocation.flush", "", $"{count} lists and answers"), CancellationToken.None);
        return new FlushedView(count);
    }

    private RevocationSettings SettingsOf(CertificateRole role) =>
        (role is CertificateRole.Device ? live.Current.Revocation.Devices : live.Current.Revocation.Users).Settings;

    /// <summary>As where somebody signs in: whom the stores trust, and whom they do not.</summary>
    private CheckReport Check(CertificateRole role, X509Certificate2Collection shown, TrustedIssuers trusted) =>
        new CertificateChecker(trusted.Anchors, state.Stores).Check(
            role, new CheckInput(shown[0], [.. shown.Skip(1), .. trusted.Intermediates]), clock.GetUtcNow());

    private static CertificateFailure? BrokenBy(CertificateRole role, CheckReport report, TrustedIssuers trusted) =>
        report.Failures.FirstOrDefault(failure => failure is not CertificateFailure.RevocationAddressUnusable)
        ?? (role is CertificateRole.EapClient && !trusted.LetIn(report.Path) ? TrustedIssuers.NobodyLetsIn(report.Path) : null);

    private static X509Certificate2Collection Read(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw Invalid("certificate-unreadable", $"A certificate cannot be read: {exception.Message}", "Give certificates in PEM.");
        }

        return certificates.Count > 0 ? certificates : throw Invalid("no-certificate", "There is no certificate.", "Give certificates in PEM.");
    }

    private static ControlException Invalid(string code, string cause, string nextStep) =>
        new(ControlFault.Invalid, new ProblemView(code, cause, nextStep));

    private static RevocationFindingView ViewOf(RevocationFinding finding) => new(
        finding.Subject, CamelCase(finding.State), finding.Source, finding.Until, finding.Revoked?.RevokedAt, finding.Revoked?.Reason.ToString(), finding.Problems);

    private static string CamelCase(RevocationState state) => char.ToLowerInvariant(state.ToString()[0]) + state.ToString()[1..];
}
