namespace Adit.Server.Control;

/// <summary>
/// What an operator can ask of a running server. A request that cannot be carried out throws <see cref="ControlException"/> with its
/// reason; changes name their <see cref="Actor"/> and are to be audited with it, refused ones too. Any thread may call.
/// </summary>
public interface IServerControl
{
    /// <summary>Its configuration.</summary>
    IConfigurationControl Configuration { get; }

    /// <summary>What it knows about revocation.</summary>
    IRevocationControl Revocation { get; }

    /// <summary>Who is denied.</summary>
    IDenialControl Denials { get; }

    /// <summary>RADIUS, as one who is asked and as one who asks.</summary>
    IRadiusControl Radius { get; }

    /// <summary>Who may enter.</summary>
    IPolicyControl Policies { get; }

    /// <summary>Many accounts at once.</summary>
    ISheetControl Sheets { get; }

    /// <summary>Our CA, the stores, and requests to other CAs.</summary>
    ICertificateControl Certificates { get; }

    /// <summary>How the server does.</summary>
    ValueTask<ServerStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>The open sessions, oldest first.</summary>
    ValueTask<IReadOnlyList<SessionView>> ListSessionsAsync(CancellationToken cancellationToken);

    /// <summary>Ends the session with this id, or every session of the user with this name; gives how many, 0 where there is none.</summary>
    ValueTask<int> DisconnectAsync(string userOrSession, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes no new session, or takes them again; those that are there go on. Holds until the server ends.</summary>
    ValueTask DrainAsync(bool drain, Actor actor, CancellationToken cancellationToken);

    /// <summary>All accounts, by name.</summary>
    ValueTask<IReadOnlyList<AccountView>> ListAccountsAsync(CancellationToken cancellationToken);

    /// <summary>Adds an account, enabled. A name that is taken is a <see cref="ControlFault.Conflict"/>.</summary>
    ValueTask AddAccountAsync(AccountPassword account, Actor actor, CancellationToken cancellationToken);

    /// <summary>Changes settings of an account, all or none of them; they hold from its next session on.</summary>
    ValueTask SetAccountAsync(string name, AccountOrder settings, Actor actor, CancellationToken cancellationToken);

    /// <summary>Replaces an account's password.</summary>
    ValueTask SetPasswordAsync(AccountPassword account, Actor actor, CancellationToken cancellationToken);

    /// <summary>Lets an account sign in, or forbids it; whether its open sessions end is the server's policy.</summary>
    ValueTask SetEnabledAsync(string name, bool enabled, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends an account's lockout.</summary>
    ValueTask UnlockAccountAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Removes an account.</summary>
    ValueTask RemoveAccountAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// The newest attempt with this user name, attempt id or correlation id (with or without braces, in any case), from this address
    /// alone where one is given.
    /// </summary>
    ValueTask<WhyView> WhyAsync(string subject, string? fromAddress, CancellationToken cancellationToken);

    /// <summary>The filters of interfaces in force, each rule with what it has met since it was made.</summary>
    ValueTask<IReadOnlyList<FilterRuleView>> ListFiltersAsync(CancellationToken cancellationToken);

    /// <summary>What happens, as it happens.</summary>
    EventHub Events { get; }

    /// <summary>Everything that is counted, in Prometheus' text format.</summary>
    ValueTask<string> WriteMetricsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The newest entries of the audit first, at most <paramref name="limit"/> of them (1 to 1000), where given only those since a time
    /// and by an actor.
    /// </summary>
    ValueTask<IReadOnlyList<AuditView>> ListAuditAsync(
        DateTimeOffset? sinceUtc, string? actor, int limit, CancellationToken cancellationToken);

    /// <summary>The rows of the log of decisions that are asked for.</summary>
    ValueTask<IReadOnlyList<LogView>> ListLogAsync(LogFilter filter, CancellationToken cancellationToken);

    /// <summary>The attempts that are asked for, the newest first.</summary>
    ValueTask<IReadOnlyList<AttemptView>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// The attempt that a subject of <see cref="WhyAsync"/> names, with the recording of its call where there is one; null for no attempt.
    /// </summary>
    ValueTask<AttemptView?> ExportAttemptAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// What failed since a time without ever giving a name, summed by address: at most <paramref name="limit"/> of them (1 to 1000), those
    /// with the most first.
    /// </summary>
    ValueTask<IReadOnlyList<NamelessView>> ListNamelessAsync(DateTimeOffset sinceUtc, int limit, CancellationToken cancellationToken);
}
