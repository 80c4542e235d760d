using Adit.Access.Tests.Logging;
using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Sealing;
using Adit.Access.Tests;
using Adit.Access.Tests.Accounts;
using Adit.Access.Tests.Leases;
using Adit.Diagnosis.Attempts;
using Adit.Diagnosis.Tests.Attempts;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Hosting;
using Adit.Server.Radius.Remote;
using Adit.Transport;
using Adit.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Adit.Server.Monitoring;
using Adit.Server.Tests.Control;
using AttemptOutcome = Adit.Diagnosis.Attempts.AttemptOutcome;

namespace Adit.Server.Tests.Hosting;

public sealed class ServerControlTests : IDisposable
{
    private static readonly Actor Root = new(0, "root");
    private static readonly Guid Correlation = new("6e7c2b9a-0000-4000-8000-000000000001");

    private readonly VirtualTime _time = new();
    private readonly InMemoryAttemptStore _attempts = new();
    private readonly FakeSessions _sessions = new();
    private readonly FakeAudit _audit = new();
    private readonly CertificateLab _certificates = new();
    private readonly ServerControl _control;

    public ServerControlTests()
    {
        var configuration = new ServerConfiguration();
        _control = new ServerControl(
            new LiveConfiguration(configuration), new FakeConfigurationControl(), _certificates.Control, new FakeRevocationControl(), new FakeDenialControl(), "/var/lib/adit", () => (new CertificateView("CN=vpn", _time.Now.AddDays(9), "AB"), []), _sessions,
            NewPool(configuration),
            new AccountService(new InMemoryAccountStore(), new SecretSealer(new byte[SecretSealer.KeyLength]), _time), _attempts, _audit, new InMemoryAccessLog(), new ServerMonitor(_time), _time,
            () => [])
        {
            Policies = new FakePolicyControl(),
            Sheets = new FakeSheetControl(),
            Radius = new RadiusControl(
                new LiveConfiguration(configuration),
                new RemoteAuthorities("gw", "/var/lib/adit", new SystemRandom(), _time, NullLogger.Instance),
                "gw", _audit, _time),
        };
    }

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("anna")]
    [InlineData("DOMAIN\\Anna")]
    public async Task Why_finds_the_newest_attempt_of_a_user(string subject)
    {
        await StoreAsync("anna", code: "PPP-301");
        var newest = await StoreAsync("Anna", code: "NPS-016");
        await StoreAsync("bob", code: "PPP-301");

        Assert.Equal(newest, await WhyAsync(subject));
    }

    [Fact]
    public async Task Why_finds_an_attempt_by_its_id()
    {
        var wanted = await StoreAsync("anna");
        await StoreAsync("anna");

        Assert.Equal(wanted, await WhyAsync(wanted!));
    }

    [Theory]
    [InlineData("6e7c2b9a-0000-4000-8000-000000000001")]
    [InlineData("{6E7C2B9A-0000-4000-8000-000000000001}")]
    public async Task Why_finds_an_attempt_by_the_id_that_the_client_gave_it(string subject)
    {
        var wanted = await StoreAsync("anna", correlationId: Correlation);
        await StoreAsync("anna");

        Assert.Equal(wanted, await WhyAsync(subject));
    }

    [Fact]
    public async Task Why_keeps_to_the_address_that_was_asked_for()
    {
        var wanted = await StoreAsync("anna", peer: "192.0.2.1:50000");
        await StoreAsync("anna", peer: "192.0.2.2:50000");

        Assert.Equal(wanted, await WhyAsync("anna", from: "192.0.2.1"));
    }

    [Fact]
    public async Task Where_nothing_has_that_name_why_lists_recent_failures_without_one_by_address()
    {
        var here = await StoreAsync(user: null, code: "NET-106", peer: "192.0.2.1:50000");
        await StoreAsync(user: null, code: "NET-106", peer: "192.0.2.2:50000");
        await StoreAsync("bob", code: "NPS-016", peer: "192.0.2.1:50000");

        var why = await _control.WhyAsync("anna", "192.0.2.1", CancellationToken.None);

        Assert.Null(why.Attempt);
        Assert.Equal([here], why.Nameless.Select(attempt => attempt.Id));
    }

    [Fact]
    public async Task A_user_whose_name_is_a_number_is_found_where_no_attempt_has_that_id()
    {
        var wanted = await StoreAsync("4711");

        Assert.Equal(wanted, await WhyAsync("4711"));
    }

    [Fact]
    public async Task Only_failures_are_listed_where_only_failures_are_asked_for()
    {
        await StoreAsync("anna", outcome: AttemptOutcome.Ended);
        var failed = await StoreAsync("anna", code: "PPP-301");

        var listed = await _control.ListAttemptsAsync(new AttemptFilter { FailedOnly = true, Limit = 10 }, CancellationToken.None);

        Assert.Equal([failed], listed.Select(attempt => attempt.Id));
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions()
    {
        await AddAsync("anna");

        await _control.SetEnabledAsync("anna", enabled: false, Root, CancellationToken.None);

        Assert.Equal([("anna", (Failure)new CallFailure.AccountBlocked("root"))], _sessions.Ended);
    }

    [Fact]
    public async Task Removing_an_account_ends_its_sessions()
    {
        await AddAsync("anna");

        await _control.RemoveAccountAsync("anna", Root, CancellationToken.None);

        Assert.Equal([("anna", (Failure)new CallFailure.AccountBlocked("root"))], _sessions.Ended);
    }

    [Fact]
    public async Task Enabling_an_account_ends_nothing()
    {
        await AddAsync("anna");

        await _control.SetEnabledAsync("anna", enabled: true, Root, CancellationToken.None);

        Assert.Empty(_sessions.Ended);
    }

    [Fact]
    public async Task An_account_that_is_not_there_is_not_found_and_no_session_is_ended()
    {
        var refusal = await Assert.ThrowsAsync<ControlException>(() =>
            _control.RemoveAccountAsync("nobody", Root, CancellationToken.None).AsTask());

        Assert.Equal((ControlFault.NotFound, "ACC-103"), (refusal.Fault, refusal.Problem.Code));
        Assert.Empty(_sessions.Ended);
    }

    [Fact]
    public async Task A_disconnect_by_an_administrator_is_audited_with_its_actor()
    {
        await _control.DisconnectAsync("anna", Root, CancellationToken.None);

        Assert.Equal([("anna", (Failure)new CallFailure.DisconnectedByAdministrator("root"))], _sessions.Ended);
        Assert.Equal([new AuditEntry(_time.Now, "root", "session.disconnect", "anna", "1 ended")], _audit.Entries);
    }

    [Fact]
    public async Task Draining_is_audited_and_shown()
    {
        await _control.DrainAsync(drain: false, Root, CancellationToken.None);

        Assert.Equal([new AuditEntry(_time.Now, "root", "server.drain", "off", "3 open")], _audit.Entries);
        Assert.False((await _control.GetStatusAsync(CancellationToken.None)).Draining);
    }

    [Fact]
    public async Task A_refused_change_is_audited_without_its_password()
    {
        await Assert.ThrowsAsync<ControlException>(() =>
            _control.AddAccountAsync(new AccountPassword("anna", "short"), Root, CancellationToken.None).AsTask());

        Assert.Equal([new AuditEntry(_time.Now, "root", "account.add", "anna", "refused: ACC-104")], _audit.Entries);
    }

    [Fact]
    public async Task A_subject_of_any_length_is_audited_in_part()
    {
        await _control.DisconnectAsync(new string('x', 100_000), Root, CancellationToken.None);

        Assert.Equal(256, Assert.Single(_audit.Entries).Subject.Length);
    }

    [Fact]
    public async Task The_status_tells_what_is_open_and_what_is_left()
    {
        var status = await _control.GetStatusAsync(CancellationToken.None);

        Assert.Equal(new PoolView("10.83.0.0/24", 0, 253), status.Pool);
        Assert.Equal((3, 4, true), (status.Sessions, status.HalfOpen, status.Draining));
        Assert.Equal(("CN=vpn", _time.Now), (status.Certificate!.Subject, status.StartedUtc));
    }

    private async Task AddAsync(string name) =>
        await _control.AddAccountAsync(new AccountPassword(name, "long enough"), Root, CancellationToken.None);

    private async Task<string?> WhyAsync(string subject, string? from = null) =>
        (await _control.WhyAsync(subject, from, CancellationToken.None)).Attempt?.Id;

    private async Task<string?> StoreAsync(
        string? user, string? code = null, string peer = "192.0.2.7:50000", Guid? correlationId = null,
        AttemptOutcome outcome = AttemptOutcome.Failed)
    {
        var id = await _attempts.BeginAsync(
            new AttemptRecord
            {
                StartedUtc = _time.Now,
                Gateway = "gw",
                Link = "sstp",
                Peer = peer,
                UserName = user,
                CorrelationId = correlationId,
                FailureCode = code,
                Outcome = outcome,
            },
            CancellationToken.None);
        return id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class FakeSessions : IOpenSessions
    {
        public List<(string Subject, Failure Reason)> Ended { get; } = [];

        public int Count => 3;

        public int HalfOpen => 4;

        public bool IsDraining { get; set; } = true;

        public IReadOnlyList<SessionView> List() => [];

        public int Disconnect(string userOrId, Failure reason)
        {
            Ended.Add((userOrId, reason));
            return 1;
        }

        public int Block(string account, Failure reason) => Disconnect(account, reason);

        public int EndOfCertificates(Func<string, bool> isMeant, Failure reason) => 0;

        public int EndOfCertificate(string fingerprint, Failure reason) => throw new InvalidOperationException("No certificate is revoked here.");
    }

    private sealed class FakeAudit : IAuditLog
    {
        public List<AuditEntry> Entries { get; } = [];

        public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            Entries.Add(entry);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken) =>
            new([.. Entries.Where(entry => query.Actor is null || entry.Actor == query.Actor).Take(query.Count)]);
    }

    private AddressPool NewPool(ServerConfiguration configuration)
    {
        var book = new AddressBook("gw", new InMemoryLeaseStore(), _time);
        var presence = new ScriptedPresence();
        return new AddressPool(
            new StaticRanges(configuration.Pool, book, presence, (_, _) => new(false), _time, NullLogger.Instance), book, presence);
    }
}
