using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Protocols.Ip;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>Accounts, in SQLite.</summary>
public sealed class SqliteAccountStore : IAccountStore
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

    private readonly SqliteDatabase _database;
    private int _slowHashes = NotCounted; // written by the one writer within its transactions, and by whoever counts first

    internal SqliteAccountStore(SqliteDatabase database) => _database = database;

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
        new(_database.Read(connection => connection
            .QuerySingleOrDefault<AccountRow>($"{Selection} WHERE name = @name", new { name = name.Value })?.ToAccount()));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) =>
        new(_database.Read<IReadOnlyList<Account>>(connection =>
            [.. connection.Query<AccountRow>($"{Selection} ORDER BY name").Select(row => row.ToAccount())]));

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
    public ValueTask<bool> IsAddressTakenAsync(Ipv4Address address, CancellationToken cancellationToken) =>
        new(_database.Read(connection => connection.ExecuteScalar<long>(
            "SELECT count(*) FROM accounts WHERE address = @address", new { address = (long)address.Value })) > 0);

    /// <inheritdoc/>
    public ValueTask<bool> IsPrefixTakenAsync(Ipv6Prefix prefix, CancellationToken cancellationToken) =>
        new(_database.Read(connection => connection.ExecuteScalar<long>(
            "SELECT count(*) FROM accounts WHERE ipv6_prefix = @prefix", new { prefix = prefix.ToString() })) > 0);

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(Account account, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(Insertion, ColumnsOf(account), account.Name, audit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Account?> AddAllAsync(IReadOnlyList<Account> accounts, Func<Account, AuditEntry> audit, CancellationToken cancellationToken) =>
        WriteAsync<Account?>(
            (connection, transaction) =>
            {
                transaction.Save(Several);
                foreach (var account in accounts)
                {
                    if (!Change(connection, transaction, Insertion, ColumnsOf(account), account.Name, audit(account)))
                    {
                        transaction.Rollback(Several);
                        return account;
                    }
                }

                return null;
            },
            cancellationToken);

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
    public async ValueTask RecordFailureAsync(
        AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _database.WriteAsync((connection, transaction) => RecordFailure(connection, transaction, name, rule, now), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _database.WriteAsync(
            (connection, transaction) => connection.Execute(
                """
                UPDATE accounts SET failures = 0, locked_until = NULL, last_entry = @now
                WHERE name = @name AND enabled AND (locked_until IS NULL OR locked_until <= @now)
                """,
                new { name = name.Value, now = SqliteTime.ToSql(now) },
                transaction),
            cancellationToken) == 1;

    /// <inheritdoc/>
    public async ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _database.WriteAsync(
            (connection, transaction) => connection.Execute(
                "UPDATE accounts SET last_entry = @now WHERE name = @name AND enabled", new { name = name.Value, now = SqliteTime.ToSql(now) }, transaction),
            cancellationToken) == 1;

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

    private static int RecordFailure(
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
        return counted == 1
            ? counted
            : connection.Execute("UPDATE unknown_names SET failures = failures + 1", transaction: transaction);
    }

    /// <summary>One change with its audit entry and its number, together or not at all.</summary>
    private ValueTask<bool> ChangeAsync(string sql, object parameters, AccountName name, AuditEntry audit, CancellationToken cancellationToken) =>
        WriteAsync((connection, transaction) => Change(connection, transaction, sql, parameters, name, audit), cancellationToken);

    private static bool Change(
        SqliteConnection connection, SqliteTransaction transaction, string sql, object parameters, AccountName name, AuditEntry audit)
    {
        if (connection.Execute(sql, parameters, transaction) == 0)
            return false;

        SqliteAuditLog.Append(connection, transaction, audit);
        SqliteChangeLog.Append(connection, transaction, audit.AtUtc, "account", name.Value);
        return true;
    }

    private async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken)
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
                cancellationToken);
        }
        catch (SqliteException)
        {
            Volatile.Write(ref _slowHashes, NotCounted); // what was counted may not have been committed
            throw;
        }
    }

    private static int CountSlowHashes(SqliteConnection connection, SqliteTransaction? transaction = null) => connection.ExecuteScalar<int>(
        "SELECT count(*) FROM accounts WHERE password_kind = @kind", new { kind = (long)PasswordKind.SlowHash }, transaction);
}
