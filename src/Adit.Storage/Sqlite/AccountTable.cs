using Adit.Access.Accounts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>The statements on the table of accounts.</summary>
internal static class AccountTable
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

    /// <summary>All of them, in no order.</summary>
    public static IEnumerable<AccountRow> Read(SqliteConnection connection) => connection.Query<AccountRow>(Selection);

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<AccountRow> List(SqliteConnection connection) => connection.Query<AccountRow>($"{Selection} ORDER BY name");

    /// <summary>One of them; null where there is none.</summary>
    public static AccountRow? Find(SqliteConnection connection, string? name, SqliteTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<AccountRow>($"{Selection} WHERE name = @name", new { name }, transaction);

    /// <summary>How many there are, by what they may.</summary>
    public static AccountCounts Count(SqliteConnection connection, DateTimeOffset now) => connection.QuerySingle<AccountCounts>(
        """
        SELECT coalesce(sum(enabled AND (locked_until IS NULL OR locked_until <= @now)), 0) AS Enabled,
            coalesce(sum(enabled AND locked_until > @now), 0) AS Locked, coalesce(sum(NOT enabled), 0) AS Disabled
        FROM accounts
        """,
        new { now = SqliteTime.ToSql(now) });

    /// <summary>How many have a password that takes long to check.</summary>
    public static int CountSlowHashes(SqliteConnection connection, SqliteTransaction? transaction = null) => connection.ExecuteScalar<int>(
        "SELECT count(*) FROM accounts WHERE password_kind = @kind", new { kind = (long)PasswordKind.SlowHash }, transaction);

    /// <summary>Adds one; false where there is one of that name, or one that keeps its address or prefix.</summary>
    public static bool Add(SqliteConnection connection, SqliteTransaction transaction, Account account) =>
        connection.Execute(Insertion, ColumnsOf(account), transaction) > 0;

    /// <summary>Changes one; false where there is none, or another keeps the address or prefix that it is to have.</summary>
    public static bool Update(SqliteConnection connection, SqliteTransaction transaction, AccountName name, AccountUpdate update)
    {
        var (assignments, parameters) = AccountAssignments.Of(update);
        parameters.Add("name", name.Value);
        return connection.Execute($"UPDATE OR IGNORE accounts SET {assignments} WHERE name = @name", parameters, transaction) > 0;
    }

    /// <summary>Removes one; false where there is none.</summary>
    public static bool Remove(SqliteConnection connection, SqliteTransaction transaction, AccountName name) =>
        connection.Execute("DELETE FROM accounts WHERE name = @name", new { name = name.Value }, transaction) > 0;

    /// <summary>Counts a failure; false where there is no such account, or it was locked already.</summary>
    public static bool CountFailure(SqliteConnection connection, SqliteTransaction transaction, AccountName? name, LockoutRule rule, DateTimeOffset now)
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

    /// <summary>Lets one in and forgets its failures; false where it is locked, disabled or not there.</summary>
    public static bool Forgive(SqliteConnection connection, SqliteTransaction transaction, AccountName name, DateTimeOffset now) => connection.Execute(
        """
        UPDATE accounts SET failures = 0, locked_until = NULL, last_entry = @now
        WHERE name = @name AND enabled AND (locked_until IS NULL OR locked_until <= @now)
        """,
        new { name = name.Value, now = SqliteTime.ToSql(now) },
        transaction) > 0;

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
}
