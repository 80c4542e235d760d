using System.Globalization;
using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Logging;
using Adit.Diagnosis.Attempts;
using Adit.Protocols.Calls;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Logging;
using Adit.Server.Monitoring;

namespace Adit.Server.Hosting;

/// <summary>What the control API asks of this server.</summary>
internal sealed class ServerControl(
    LiveConfiguration live,
    IConfigurationControl configuration,
    ICertificateControl authority,
    IRevocationControl revocation,
    IDenialControl denials,
    string stateDirectory,
    Func<(CertificateView Default, IReadOnlyList<ShownCertificateView> All)> certificates,
    IOpenSessions sessions,
    AddressPool pool,
    AccountService accounts,
    IAttemptStore attempts,
    IAuditLog audit,
    IAccessLog log,
    ServerMonitor monitor,
    TimeProvider clock,
    Func<IReadOnlyList<FilterRuleView>> filters) : IServerControl
{
    private const int NamelessShown = 20;
    private const int NamelessSearched = 1000;
    private const int ByUserSearched = 100;
    private const int MaxAuditedText = 256;
    private readonly DateTimeOffset _startedUtc = clock.GetUtcNow();

    /// <summary>For how long the database has been away; null where it is there.</summary>
    public Func<TimeSpan?> DatabaseAway { get; init; } = () => null;

    /// <summary>What the kernel refuses to let pass the TUN in large pieces.</summary>
    public IReadOnlyList<string> RefusedOffloads { get; init; } = [];

    /// <summary>What calls were told and said; null where none are kept.</summary>
    public IRecordingStore? Recordings { get; init; }

    /// <summary>Has the records of what has happened written, and waits for it: they are written a moment behind.</summary>
    public Func<CancellationToken, Task> WriteRecords { get; init; } = _ => Task.CompletedTask;

    /// <summary>Forgives what was counted in memory alone; whether the account is one that only memory counts for.</summary>
    public Func<string, bool> UnlockInMemory { get; init; } = _ => false;

    /// <summary>Where a lock that an administrator ends is told of; null for nowhere.</summary>
    public UnlockLog? Unlocks { get; init; }

    public IConfigurationControl Configuration => configuration;

    public ICertificateControl Certificates => authority;

    public IRevocationControl Revocation => revocation;

    public IDenialControl Denials => denials;

    public required RadiusControl Radius { get; init; }

    IRadiusControl IServerControl.Radius => Radius;

    public required IPolicyControl Policies { get; init; }

    public required ISheetControl Sheets { get; init; }

    public async ValueTask<ServerStatus> GetStatusAsync(CancellationToken cancellationToken) => new ServerStatus(
        typeof(ServerControl).Assembly.GetName().Version!.ToString(3),
        _startedUtc,
        stateDirectory,
        [.. live.Current.Listen.Select(endPoint => endPoint.ToString())],
        certificates().Default,
        new PoolView(pool.Name, pool.Held, pool.Free),
        sessions.Count,
        sessions.HalfOpen,
        sessions.IsDraining)
    {
        ConfigurationFile = configuration.File,
        Pools = [.. pool.Named.All.Select(one => new PoolView(one.Ranges.Name, one.Ranges.Used, one.Ranges.Free) { Name = one.Name })],
        DatabaseAwaySeconds = (long?)DatabaseAway()?.TotalSeconds,
        Certificates = certificates().All,
        Publication = (await authority.GetAuthorityAsync(cancellationToken)).Publication,
        RadiusServers = Radius.Servers,
        PlainListeners = [.. live.Current.PlainSstp.Listen.Select(endPoint => endPoint.ToString())],
        RefusedOffloads = RefusedOffloads,
    };

    public ValueTask<IReadOnlyList<SessionView>> ListSessionsAsync(CancellationToken cancellationToken) => new(sessions.List());

    public async ValueTask<int> DisconnectAsync(string userOrSession, Actor actor, CancellationToken cancellationToken)
    {
        var count = sessions.Disconnect(userOrSession, new CallFailure.DisconnectedByAdministrator(actor.Name));
        await AuditAsync(actor, "session.disconnect", userOrSession, $"{count} ended");
        return count;
    }

    public ValueTask DrainAsync(bool drain, Actor actor, CancellationToken cancellationToken)
    {
        sessions.IsDraining = drain;
        return AuditAsync(actor, "server.drain", drain ? "on" : "off", $"{sessions.Count} open");
    }

    public async ValueTask<IReadOnlyList<AccountView>> ListAccountsAsync(CancellationToken cancellationToken) =>
        [.. (await accounts.ListAsync(cancellationToken)).Select(account => AccountViews.Of(account, clock.GetUtcNow()))];

    public ValueTask AddAccountAsync(AccountPassword account, Actor actor, CancellationToken cancellationToken) => RequireAsync(
        accounts.AddAsync(
            account.Name, PasswordForms.KindOf(account.Form), account.Password, AccountViews.SettingsOf(account), actor.Name, cancellationToken),
        actor, "account.add", account.Name);

    public ValueTask SetAccountAsync(string name, AccountOrder settings, Actor actor, CancellationToken cancellationToken) => RequireAsync(
        accounts.SetAsync(name, AccountViews.SettingsOf(settings), actor.Name, cancellationToken), actor, "account.set", name);

    public ValueTask SetPasswordAsync(AccountPassword account, Actor actor, CancellationToken cancellationToken) =>
        UnlockAsync(account.Name, actor, () => RequireAsync(
            accounts.SetPasswordAsync(account.Name, PasswordForms.KindOf(account.Form), account.Password, actor.Name, cancellationToken),
            actor, "account.set-password", account.Name), cancellationToken);

    public async ValueTask SetEnabledAsync(string name, bool enabled, Actor actor, CancellationToken cancellationToken)
    {
        if (enabled)
        {
            await RequireAsync(accounts.EnableAsync(name, actor.Name, cancellationToken), actor, "account.enable", name);
            return;
        }

        await RequireAsync(accounts.DisableAsync(name, actor.Name, cancellationToken), actor, "account.disable", name);
        sessions.Block(name, new CallFailure.AccountBlocked(actor.Name));
    }

    public ValueTask UnlockAccountAsync(string name, Actor actor, CancellationToken cancellationToken) =>
        UnlockAsync(name, actor, () => UnlockInMemory(name)
            ? AuditAsync(actor, "account.unlock", name, "of a users file")
            : RequireAsync(accounts.UnlockAsync(name, actor.Name, cancellationToken), actor, "account.unlock", name), cancellationToken);

    private ValueTask UnlockAsync(string name, Actor actor, Func<ValueTask> unlock, CancellationToken cancellationToken) =>
        Unlocks is null ? unlock() : Unlocks.RunAsync(name, actor.Name, unlock, cancellationToken);

    public async ValueTask RemoveAccountAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        await RequireAsync(accounts.RemoveAsync(name, actor.Name, cancellationToken), actor, "account.remove", name);
        sessions.Block(name, new CallFailure.AccountBlocked(actor.Name));
    }

    public async ValueTask<WhyView> WhyAsync(string subject, string? fromAddress, CancellationToken cancellationToken)
    {
        await WriteRecords(cancellationToken);
        var found = await FindAsync(subject, fromAddress, cancellationToken);
        if (found is not null)
            return new WhyView(AttemptViews.Of(found), []);

        var recent = await attempts.ListAsync(new AttemptQuery { Count = NamelessSearched, FailedOnly = true }, cancellationToken);
        var nameless = recent.Where(attempt => attempt.UserName is null && attempt.FailureCode is not null && IsFrom(attempt, fromAddress));
        return new WhyView(null, [.. nameless.Take(NamelessShown).Select(AttemptViews.Of)]);
    }

    public async ValueTask<IReadOnlyList<AttemptView>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken)
    {
        await WriteRecords(cancellationToken);
        var query = new AttemptQuery { Count = filter.Limit, FailedOnly = filter.FailedOnly, SinceUtc = filter.SinceUtc };
        return [.. (await attempts.ListAsync(query, cancellationToken)).Select(AttemptViews.Of)];
    }

    public async ValueTask<AttemptView?> ExportAttemptAsync(string id, CancellationToken cancellationToken)
    {
        await WriteRecords(cancellationToken);
        if (await FindAsync(id, fromAddress: null, cancellationToken) is not { } attempt)
            return null;

        var recording = Recordings is null ? null : await Recordings.FindAsync(attempt.Id, cancellationToken);
        return AttemptViews.Of(attempt) with { Recording = recording?.Text.TrimEnd('\n').Split('\n') };
    }

    public async ValueTask<IReadOnlyList<NamelessView>> ListNamelessAsync(DateTimeOffset sinceUtc, int limit, CancellationToken cancellationToken)
    {
        await WriteRecords(cancellationToken);
        return [.. (await attempts.SumNamelessAsync(sinceUtc, limit, cancellationToken)).Select(AttemptViews.Of)];
    }

    public async ValueTask<IReadOnlyList<FilterRuleView>> ListFiltersAsync(CancellationToken cancellationToken) =>
        await Task.Run(filters, cancellationToken); // it waits for a program

    public EventHub Events => monitor.Events;

    public async ValueTask<string> WriteMetricsAsync(CancellationToken cancellationToken) => MetricsPage.Write(
        await GetStatusAsync(cancellationToken), await accounts.CountAsync(cancellationToken), monitor);

    public async ValueTask<IReadOnlyList<AuditView>> ListAuditAsync(
        DateTimeOffset? sinceUtc, string? actor, int limit, CancellationToken cancellationToken) =>
        [.. (await audit.ListAsync(new AuditQuery(sinceUtc, actor, limit), cancellationToken))
            .Select(entry => new AuditView(entry.AtUtc, entry.Actor, entry.Action, entry.Subject, entry.Detail))];

    public async ValueTask<IReadOnlyList<LogView>> ListLogAsync(LogFilter filter, CancellationToken cancellationToken)
    {
        await WriteRecords(cancellationToken);
        return [.. (await log.ListAsync(LogViews.QueryOf(filter), cancellationToken)).Select(LogViews.Of)];
    }

    private async ValueTask<AttemptRecord?> FindAsync(string subject, string? fromAddress, CancellationToken cancellationToken)
    {
        if (long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && await attempts.FindAsync(id, cancellationToken) is { } byId)
            return byId;
        var found = Guid.TryParse(subject, out var correlationId)
            ? await attempts.ListByCorrelationIdAsync(correlationId, cancellationToken)
            : await attempts.ListByUserAsync(subject, ByUserSearched, cancellationToken);
        return found.FirstOrDefault(attempt => IsFrom(attempt, fromAddress));
    }

    private static bool IsFrom(AttemptRecord attempt, string? address) => address is null || attempt.PeerAddress == address;

    /// <summary>What was done is audited by the store in the same transaction; what was refused, here.</summary>
    private async ValueTask RequireAsync(ValueTask<AccountFailure?> command, Actor actor, string action, string subject)
    {
        if (await command is not { } failure)
        {
            Events.Publish(new ServerEvent.AccountChanged(subject, action, actor.Name));
            return;
        }

        await AuditAsync(actor, action, subject, $"refused: {failure.Code}");
        throw AccountProblems.Of(failure);
    }

    /// <summary>Not cancelled with the request: what was done is done.</summary>
    private ValueTask AuditAsync(Actor actor, string action, string subject, string detail) => audit.AppendAsync(
        new AuditEntry(clock.GetUtcNow(), actor.Name, action, subject[..Math.Min(subject.Length, MaxAuditedText)], detail),
        CancellationToken.None);
}
