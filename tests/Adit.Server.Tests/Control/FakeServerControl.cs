using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

/// <summary>A server that remembers what it was asked, and answers from lists.</summary>
public sealed class FakeServerControl : IServerControl
{
    public static readonly DateTimeOffset Started = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    public List<SessionView> Sessions { get; } = [];

    public List<AccountView> Accounts { get; } = [];

    public List<AttemptView> Attempts { get; } = [];

    public List<AuditView> Audit { get; } = [];

    public List<LogView> Log { get; } = [];

    public LogFilter? AskedLog { get; private set; }

    public AttemptFilter? AskedAttempts { get; private set; }

    public List<FilterRuleView> Filters { get; } = [];

    public EventHub Events { get; } = new(TimeProvider.System);

    public List<string> Changes { get; } = [];

    public List<Actor> Actors { get; } = [];

    public string? AskedFrom { get; private set; }

    public FakeConfigurationControl Configuration { get; } = new();

    IConfigurationControl IServerControl.Configuration => Configuration;

    public FakeRadiusControl Radius { get; } = new();

    IRadiusControl IServerControl.Radius => Radius;

    public FakeRevocationControl Revocation { get; } = new();

    IRevocationControl IServerControl.Revocation => Revocation;

    public FakeDenialControl Denials { get; } = new();

    IDenialControl IServerControl.Denials => Denials;

    public FakeSheetControl Sheets { get; } = new();

    ISheetControl IServerControl.Sheets => Sheets;

    public FakePolicyControl Policies { get; } = new();

    IPolicyControl IServerControl.Policies => Policies;

    public ICertificateControl? Certificates { get; set; }

    ICertificateControl IServerControl.Certificates => Certificates ?? throw new InvalidOperationException("This server has no certificates.");

    public bool IsBroken { get; set; }

    public static SessionView CreateSession(string id = "s-1", string user = "anna") => new(
        id, user, "192.0.2.7:50123", "sstp", "10.7.0.2", Started.AddMinutes(5), 1_500_000, 20_480, 1200, 900, 75,
        "{6E7C2B9A-0000-4000-8000-000000000001}", "TLS 1.3", "TLS_AES_256_GCM_SHA384", 3);

    public static AttemptView CreateAttempt(string id = "a-1", string? user = "anna", string? failureCode = "PPP-301") => new(
        id, Started, "192.0.2.7:50123", user, "{6E7C2B9A-0000-4000-8000-000000000001}",
        failureCode is null ? AttemptOutcome.Open : AttemptOutcome.Failed,
        [new AttemptStage("Connecting", 0), new AttemptStage("Negotiating", 31), new AttemptStage("Closed", 61_031)],
        [new AttemptFact("tls.version", "TLS 1.3"), new AttemptFact("lcp.mru", "1400")],
        failureCode, failureCode is null ? null : "PeerSilent { Unanswered = 3 }", failureCode is null ? null : "829")
    {
        ClientCodeSource = failureCode is null ? null : "inferred",
    };

    public IReadOnlyList<string> Listeners { get; set; } = ["0.0.0.0:443", "[::]:443"];

    public IReadOnlyList<ShownCertificateView> Shown { get; set; } = [];

    public ValueTask<ServerStatus> GetStatusAsync(CancellationToken cancellationToken) => IsBroken
        ? throw new InvalidOperationException("a secret detail")
        : ValueTask.FromResult(new ServerStatus("0.1.0", Started, "/var/lib/adit", Listeners,
            new CertificateView("CN=vpn.example.org", Started.AddDays(90), "AB12"), new PoolView("10.7.0.0/24", 1, 252), 1, 2, Draining: false) { Certificates = Shown });

    public ValueTask<IReadOnlyList<SessionView>> ListSessionsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SessionView>>(Sessions);

    public ValueTask<int> DisconnectAsync(string userOrSession, Actor actor, CancellationToken cancellationToken)
    {
        Actors.Add(actor);
        return ValueTask.FromResult(Sessions.RemoveAll(session => session.Id == userOrSession || session.User == userOrSession));
    }

    public ValueTask DrainAsync(bool drain, Actor actor, CancellationToken cancellationToken) => Record($"drain {drain}", actor);

    public ValueTask<IReadOnlyList<AccountView>> ListAccountsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<AccountView>>(Accounts);

    public ValueTask AddAccountAsync(AccountPassword account, Actor actor, CancellationToken cancellationToken)
    {
        if (Accounts.Any(known => known.Name == account.Name))
            throw new ControlException(ControlFault.Conflict, new ProblemView("account-exists", $"'{account.Name}' is there already.", "Choose another name."));

        Accounts.Add(new AccountView(account.Name, Enabled: true, null, Started, "ms-chap-v2"));
        return Record($"add {account.Name} {account.Password}", actor);
    }

    public ValueTask SetAccountAsync(string name, AccountOrder settings, Actor actor, CancellationToken cancellationToken)
    {
        Require(name);
        return Record($"set {name} {settings}", actor);
    }

    public ValueTask SetPasswordAsync(AccountPassword account, Actor actor, CancellationToken cancellationToken)
    {
        Require(account.Name);
        return Record($"passwd {account.Name} {account.Password}", actor);
    }

    public ValueTask SetEnabledAsync(string name, bool enabled, Actor actor, CancellationToken cancellationToken)
    {
        Require(name);
        return Record($"{(enabled ? "enable" : "disable")} {name}", actor);
    }

    public ValueTask UnlockAccountAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        Require(name);
        return Record($"unlock {name}", actor);
    }

    public ValueTask RemoveAccountAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        Require(name);
        return Record($"remove {name}", actor);
    }

    public ValueTask<WhyView> WhyAsync(string subject, string? fromAddress, CancellationToken cancellationToken)
    {
        AskedFrom = fromAddress;
        var found = Attempts.LastOrDefault(attempt => attempt.User == subject || attempt.Id == subject || attempt.CorrelationId == subject);
        return ValueTask.FromResult(new WhyView(found, found is null ? [.. Attempts.Where(attempt => attempt.User is null)] : []));
    }

    public ValueTask<IReadOnlyList<AttemptView>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken)
    {
        AskedAttempts = filter;
        return ValueTask.FromResult<IReadOnlyList<AttemptView>>(
            [.. Attempts.Where(attempt => !filter.FailedOnly || attempt.Outcome is AttemptOutcome.Failed).Take(filter.Limit)]);
    }

    public ValueTask<AttemptView?> ExportAttemptAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Attempts.LastOrDefault(attempt => attempt.Id == id || attempt.User == id));

    public ValueTask<IReadOnlyList<NamelessView>> ListNamelessAsync(DateTimeOffset sinceUtc, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<NamelessView>>([.. Attempts.Where(attempt => attempt.User is null)
            .Select(attempt => new NamelessView(attempt.Peer[..attempt.Peer.LastIndexOf(':')], 1, attempt.StartedUtc, attempt.Id, attempt.FailureCode)).Take(limit)]);

    public ValueTask<IReadOnlyList<FilterRuleView>> ListFiltersAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<FilterRuleView>>(Filters);

    public ValueTask<string> WriteMetricsAsync(CancellationToken cancellationToken) => ValueTask.FromResult("adit_sessions 1\n");

    public ValueTask<IReadOnlyList<AuditView>> ListAuditAsync(
        DateTimeOffset? sinceUtc, string? actor, int limit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<AuditView>>(
            [.. Audit.Where(entry => entry.AtUtc >= (sinceUtc ?? entry.AtUtc) && (actor is null || entry.Actor == actor)).Take(limit)]);

    public ValueTask<IReadOnlyList<LogView>> ListLogAsync(LogFilter filter, CancellationToken cancellationToken)
    {
        AskedLog = filter;
        return ValueTask.FromResult<IReadOnlyList<LogView>>(
            [.. Log.Where(row => row.Id > (filter.After ?? 0) && row.Kind == (filter.Kind ?? row.Kind)).Take(filter.Limit)]);
    }

    private void Require(string name)
    {
        if (Accounts.All(known => known.Name != name))
            throw new ControlException(ControlFault.NotFound, new ProblemView("no-account", $"There is no account '{name}'.", "See 'adit user list'."));
    }

    private ValueTask Record(string change, Actor actor)
    {
        Changes.Add(change);
        Actors.Add(actor);
        return ValueTask.CompletedTask;
    }
}
