using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>A change to an account that is written down together with who made it, and has a number, so that other processes find it.</summary>
/// <param name="Name">Of the account.</param>
/// <param name="Row">As it is now; null where it was removed.</param>
/// <param name="Number">Of the change.</param>
internal sealed record AccountChange(string Name, AccountRow? Row, long Number)
{
    private const string Kind = "account";
    private const string Several = "several";

    /// <summary>The number of the last one; 0 before the first.</summary>
    public static long LastNumber(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT coalesce(max(number), 0) FROM changes WHERE kind = @Kind", new { Kind });

    /// <summary>Those behind a number, in their order, each with the account as it is now.</summary>
    public static IEnumerable<AccountChange> After(SqliteConnection connection, long number) => connection
        .Query<(long Number, string Name)>("SELECT number, subject FROM changes WHERE number > @number AND kind = @Kind ORDER BY number", new { number, Kind })
        .AsList()
        .Select(change => new AccountChange(change.Name, AccountTable.Find(connection, change.Name), change.Number));

    /// <summary>Makes one, with its audit entry; null where there was nothing to change.</summary>
    /// <param name="connection">Whose transaction it is.</param>
    /// <param name="transaction">What it is a part of.</param>
    /// <param name="name">Of the account.</param>
    /// <param name="audit">Who makes it.</param>
    /// <param name="change">Whether it has changed anything.</param>
    public static AccountChange? Make(
        SqliteConnection connection, SqliteTransaction transaction, AccountName name, AuditEntry audit, Func<SqliteConnection, SqliteTransaction, bool> change)
    {
        if (!change(connection, transaction))
            return null;

        SqliteAuditLog.Append(connection, transaction, audit);
        SqliteChangeLog.Append(connection, transaction, audit.AtUtc, Kind, name.Value);
        var number = connection.ExecuteScalar<long>("SELECT last_insert_rowid()", transaction: transaction);
        return new AccountChange(name.Value, AccountTable.Find(connection, name.Value, transaction), number);
    }

    /// <summary>Adds all of them or none; the first that is taken.</summary>
    public static (Account? Taken, List<AccountChange> Changes) AddAll(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<Account> accounts, Func<Account, AuditEntry> audit)
    {
        var changes = new List<AccountChange>(accounts.Count);
        transaction.Save(Several);
        foreach (var account in accounts)
        {
            if (Make(connection, transaction, account.Name, audit(account), (c, t) => AccountTable.Add(c, t, account)) is not { } change)
            {
                transaction.Rollback(Several);
                return (account, []);
            }

            changes.Add(change);
        }

        return (null, changes);
    }
}
