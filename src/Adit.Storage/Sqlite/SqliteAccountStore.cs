using System.Diagnostics;
using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Protocols.Ip;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>
/// Accounts, in SQLite, and a copy of them in memory, which log-ins read. The copy is brought up to date with each change that is committed
/// here; once a second it is asked whether somebody else has changed one, and whether the database is still there.
/// </summary>
public sealed class SqliteAccountStore : IAccountStore, IDisposable
{
    private const string Selection =
        """
        SELECT name, password_kind AS PasswordKind, sealed_password AS SealedPassword, created, password_set AS PasswordSet, enabled, expires,
            failures, locked_until AS LockedUntil, last_entry AS LastEntry, address, ipv6_prefix AS Ipv6Prefix, permission,
            member_of AS Groups, hours, caller_id AS CallerId, password_expiry AS PasswordExpiry, routes
        FROM accounts
        """;

    private const string Insertion =
        """
        INSERT INTO accounts
            (name, password_kind, sealed_password, created, password_set, enabled, expires, failures, locked_until, last_entry, address,
            ipv6_prefix, permission, member_of, hours, caller_id, password_expiry, routes)
        VALUES (@name, @kind, @password, @created, @passwordSet, @enabled, @expires, @failures, @lockedUntil, @lastEntry, @address, @prefix,
            @permission, @groups, @hours, @callerId, @passwordExpiry, @routes)
        ON CONFLICT DO NOTHING
        """;

    private const string Several = "several";
    private const int NotCounted = -1;
    private const string ChangeKind = "account";
    private const string LastChange = "SELECT last_insert_rowid()";
    private const string LastNumber = "SELECT coalesce(max(number), 0) FROM changes WHERE kind = 'account'";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly SqliteDatabase _database;
    private readonly EntryTimes _entries;
    private volatile AccountCopy? _copy;
    private long _lookedAt; // the timestamp of the last look that succeeded
    private int _slowHashes = NotCounted; // written by the one writer within its transactions, and by whoever counts first

    internal SqliteAccountStore(SqliteDatabase database) => (_database, _entries) = (database, new EntryTimes(database));

    /// <inheritdoc/>
    public bool HasSlowHashes
    {
        get
        {
            if (Volatile.Read(ref _slowHashes) == NotCounted)
                Interlocked.CompareExchange(ref _slowHashes, _database.Read(connection => CountSlowHashes(connection)), NotCounted);
            return Volatile.Read(ref _slowHashes) != 0;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken) =>
        _copy is { } copy && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lookedAt)) < BetweenLooks && copy.TryFind(name, out var account)
            ? new(account)
            : FindAfterLookAsync(name, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        await _entries.WriteAsync(cancellationToken);
        return _database.Read<IReadOnlyList<Account>>(connection =>
            [.. connection.Query<AccountRow>($"{Selection} ORDER BY name").Select(row => row.ToAccount())]);
    }

    /// <inheritdoc/>
    public ValueTask<AccountCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        new(_database.Read(connection => connection.QuerySingle<AccountCounts>(
            """
            SELECT coalesce(sum(enabled AND (locked_until IS NULL OR locked_until <= @now)), 0) AS Enabled,
                coalesce(sum(enabled AND locked_until > @now), 0) AS Locked, coalesce(sum(NOT enabled), 0) AS Disabled
            FROM accounts
            """,
            new { now = SqliteTime.ToSql(now) })));

    /// <inheritdoc/>
    public async ValueTask<bool> IsAddressTakenAsync(Ipv4Address address, CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).Keeps(address);

    /// <inheritdoc/>
    public async ValueTask<bool> IsPrefixTakenAsync(Ipv6Prefix prefix, CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).Keeps(prefix);

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(Account account, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(Insertion, ColumnsOf(account), account.Name, audit, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Account?> AddAllAsync(IReadOnlyList<Account> accounts, Func<Account, AuditEntry> audit, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        var (taken, _) = await WriteAsync(
            (connection, transaction) => AddAll(connection, transaction, accounts, audit),
            added => added.Changes.ForEach(change => Put(copy, change)),
            cancellationToken);
        return taken;
    }

    /// <inheritdoc/>
    public ValueTask<bool> UpdateAsync(AccountName name, AccountUpdate update, AuditEntry audit, CancellationToken cancellationToken)
    {
        var (assignments, parameters) = AccountAssignments.Of(update);
        parameters.Add("name", name.Value);
        return ChangeAsync($"UPDATE OR IGNORE accounts SET {assignments} WHERE name = @name", parameters, name, audit, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(AccountName name, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync("DELETE FROM accounts WHERE name = @name", new { name = name.Value }, name, audit, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RecordFailureAsync(
        AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        var (isLocked, _) = await _database.WriteAsync(
            (connection, transaction) =>
            {
                var isCounted = RecordFailure(connection, transaction, name, rule, now);
                var row = FindRow(connection, name?.Value, transaction);
                return (isCounted && row is { Failures: 0 }, row);
            },
            cancellationToken,
            counted => Put(copy, counted.row));
        return isLocked;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        if (copy.TryEnter(name, now) is not { } isIn)
            return await ForgiveAsync(copy, name, now, cancellationToken);

        if (isIn)
            _entries.WriteSoon(copy);
        return isIn;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        var isIn = copy.TryEnterByCertificate(name, now);
        if (isIn)
            _entries.WriteSoon(copy);
        return isIn;
    }

    /// <summary>Writes what is waiting.</summary>
    public void Dispose() => _entries.Dispose();

    private async ValueTask<bool> ForgiveAsync(AccountCopy copy, AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _database.WriteAsync(
            (connection, transaction) => connection.Execute(
                """
                UPDATE accounts SET failures = 0, locked_until = NULL, last_entry = @now
                WHERE name = @name AND enabled AND (locked_until IS NULL OR locked_until <= @now)
                """,
                new { name = name.Value, now = SqliteTime.ToSql(now) },
                transaction) == 1 ? FindRow(connection, name.Value, transaction) : null,
            cancellationToken,
            row => Put(copy, row)) is not null;

    private static object ColumnsOf(Account account) =>
        new
        {
            name = account.Name.Value,
            kind = (long)account.PasswordKind,
            password = account.SealedPassword.ToArray(),
            created = SqliteTime.ToSql(account.CreatedUtc),
            passwordSet = SqliteTime.ToSql(account.PasswordSetUtc),
            enabled = account.IsEnabled,
            expires = SqliteTime.ToSql(account.ExpiresUtc),
            failures = account.Failures,
            lockedUntil = SqliteTime.ToSql(account.LockedUntilUtc),
            lastEntry = SqliteTime.ToSql(account.LastEntryUtc),
            address = (long?)account.Address?.Value,
            prefix = account.Ipv6Prefix?.ToString(),
            permission = (long)account.Permission,
            groups = account.Groups.ToString(),
            hours = account.Hours?.Text,
            callerId = account.CallerId?.Text,
            passwordExpiry = (long)account.PasswordExpiry,
            routes = account.Routes.ToString(),
        };

    private static void Put(AccountCopy copy, AccountRow? row)
    {
        if (row is not null)
            copy.Put(row);
    }

    /// <summary>Whether there is such an account, and it was not locked already.</summary>
    private static bool RecordFailure(
        SqliteConnection connection, SqliteTransaction transaction, AccountName? name, LockoutRule rule, DateTimeOffset now)
    {
        var counted = connection.Execute(
            """
            UPDATE accounts SET
                failures = iif(@max > 0 AND failures + 1 >= @max, 0, failures + 1),
                locked_until = iif(@max > 0 AND failures + 1 >= @max, @until, locked_until)
            WHERE name = @name AND (locked_until IS NULL OR locked_until <= @now)
            """,
            new { name = name?.Value, max = rule.MaxFailures, now = SqliteTime.ToSql(now), until = SqliteTime.ToSql(now + rule.Duration) },
            transaction);
        if (counted == 0)
            connection.Execute("UPDATE unknown_names SET failures = failures + 1", transaction: transaction);
        return counted > 0;
    }

    private async ValueTask<bool> ChangeAsync(
        string sql, object parameters, AccountName name, AuditEntry audit, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        return await WriteAsync(
            (connection, transaction) => Apply(connection, transaction, sql, parameters, name, audit), change => Put(copy, change), cancellationToken) is not null;
    }

    /// <summary>All of them or nothing; the first that is taken.</summary>
    private static (Account? Taken, List<Change> Changes) AddAll(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<Account> accounts, Func<Account, AuditEntry> audit)
    {
        var changes = new List<Change>(accounts.Count);
        transaction.Save(Several);
        foreach (var account in accounts)
        {
            if (Apply(connection, transaction, Insertion, ColumnsOf(account), account.Name, audit(account)) is not { } change)
            {
                transaction.Rollback(Several);
                return (account, []);
            }

            changes.Add(change);
        }

        return (null, changes);
    }

    /// <summary>One change with its audit entry and its number; null where there was nothing to change.</summary>
    private static Change? Apply(
        SqliteConnection connection, SqliteTransaction transaction, string sql, object parameters, AccountName name, AuditEntry audit)
    {
        if (connection.Execute(sql, parameters, transaction) == 0)
            return null;

        SqliteAuditLog.Append(connection, transaction, audit);
        SqliteChangeLog.Append(connection, transaction, audit.AtUtc, ChangeKind, name.Value);
        var number = connection.ExecuteScalar<long>(LastChange, transaction: transaction);
        return new Change(name.Value, FindRow(connection, name.Value, transaction), number);
    }

    private async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, Action<T> committed, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.WriteDurablyAsync(
                (connection, transaction) =>
                {
                    var written = write(connection, transaction);
                    Volatile.Write(ref _slowHashes, CountSlowHashes(connection, transaction));
                    return written;
                },
                cancellationToken,
                committed);
        }
        catch (SqliteException)
        {
            Volatile.Write(ref _slowHashes, NotCounted); // what was counted may not have been committed
            throw;
        }
    }

    private static void Put(AccountCopy copy, Change? change)
    {
        if (change is not null)
            copy.Put(change.Name, change.Row, change.Number);
    }

    private static AccountRow? FindRow(SqliteConnection connection, string? name, SqliteTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<AccountRow>($"{Selection} WHERE name = @name", new { name }, transaction);

    private async ValueTask<Account?> FindAfterLookAsync(AccountName name, CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).TryFind(name, out var account)
            ? account
            : _database.Read(connection => FindRow(connection, name.Value))?.ToAccount(); // throws, and says what it cannot read

    /// <summary>The copy, which is made the first time, and looked after where the last look is a second old. It throws where the database is away.</summary>
    private async ValueTask<AccountCopy> LookAsync(CancellationToken cancellationToken)
    {
        var (copy, at) = (_copy, Stopwatch.GetTimestamp());
        if (copy is not null && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lookedAt), at) < BetweenLooks)
            return copy;

        if (copy is null)
            copy = await _database.ReadAloneAsync(connection => _copy ??= Read(connection), cancellationToken);
        else if (_database.Read(connection => connection.ExecuteScalar<long>(LastNumber)) > copy.Number)
            await _database.ReadAloneAsync(connection => Follow(connection, copy), cancellationToken);
        Interlocked.Exchange(ref _lookedAt, at);
        return copy;
    }

    private static AccountCopy Read(SqliteConnection connection) =>
        new(connection.Query<AccountRow>(Selection), connection.ExecuteScalar<long>(LastNumber));

    /// <summary>Reads the accounts anew that somebody else has changed, or whose change was committed this moment.</summary>
    private static AccountCopy Follow(SqliteConnection connection, AccountCopy copy)
    {
        foreach (var (number, name) in connection.Query<(long, string)>(
            "SELECT number, subject FROM changes WHERE number > @Number AND kind = @ChangeKind ORDER BY number", new { copy.Number, ChangeKind }).AsList())
            copy.Put(name, FindRow(connection, name), number);
        return copy;
    }

    private static int CountSlowHashes(SqliteConnection connection, SqliteTransaction? transaction = null) => connection.ExecuteScalar<int>(
        "SELECT count(*) FROM accounts WHERE password_kind = @kind", new { kind = (long)PasswordKind.SlowHash }, transaction);

    private sealed record Change(string Name, AccountRow? Row, long Number);
}
