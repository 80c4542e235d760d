using System.Diagnostics;
using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Protocols.Ip;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>
/// Accounts, in SQLite, and a copy of them in memory, which log-ins read. The copy is brought up to date with each change that is committed
/// here; once a second it is asked whether somebody else has changed one, and whether the database is still there.
/// </summary>
public sealed class SqliteAccountStore : IAccountStore, IDisposable
{
    private const int NotCounted = -1;
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
                Interlocked.CompareExchange(ref _slowHashes, _database.Read(connection => AccountTable.CountSlowHashes(connection)), NotCounted);
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
        return _database.Read<IReadOnlyList<Account>>(connection => [.. AccountTable.List(connection).Select(row => row.ToAccount())]);
    }

    /// <inheritdoc/>
    public ValueTask<AccountCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        new(_database.Read(connection => AccountTable.Count(connection, now)));

    /// <inheritdoc/>
    public async ValueTask<bool> IsAddressTakenAsync(Ipv4Address address, CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).Keeps(address);

    /// <inheritdoc/>
    public async ValueTask<bool> IsPrefixTakenAsync(Ipv6Prefix prefix, CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).Keeps(prefix);

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(Account account, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(account.Name, audit, (connection, transaction) => AccountTable.Add(connection, transaction, account), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Account?> AddAllAsync(IReadOnlyList<Account> accounts, Func<Account, AuditEntry> audit, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        var (taken, _) = await WriteAsync(
            (connection, transaction) => AccountChange.AddAll(connection, transaction, accounts, audit),
            added => added.Changes.ForEach(change => Put(copy, change)),
            cancellationToken);
        return taken;
    }

    /// <inheritdoc/>
    public ValueTask<bool> UpdateAsync(AccountName name, AccountUpdate update, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(name, audit, (connection, transaction) => AccountTable.Update(connection, transaction, name, update), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(AccountName name, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(name, audit, (connection, transaction) => AccountTable.Remove(connection, transaction, name), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RecordFailureAsync(
        AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        var (isLocked, _) = await _database.WriteAsync(
            (connection, transaction) =>
            {
                var isCounted = AccountTable.CountFailure(connection, transaction, name, rule, now);
                var row = AccountTable.Find(connection, name?.Value, transaction);
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
            (connection, transaction) => AccountTable.Forgive(connection, transaction, name, now) ? AccountTable.Find(connection, name.Value, transaction) : null,
            cancellationToken,
            row => Put(copy, row)) is not null;

    private static void Put(AccountCopy copy, AccountRow? row)
    {
        if (row is not null)
            copy.Put(row);
    }

    private async ValueTask<bool> ChangeAsync(
        AccountName name, AuditEntry audit, Func<SqliteConnection, SqliteTransaction, bool> change, CancellationToken cancellationToken)
    {
        var copy = await LookAsync(cancellationToken);
        return await WriteAsync(
            (connection, transaction) => AccountChange.Make(connection, transaction, name, audit, change), made => Put(copy, made), cancellationToken) is not null;
    }

    private async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, Action<T> committed, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.WriteDurablyAsync(
                (connection, transaction) =>
                {
                    var written = write(connection, transaction);
                    Volatile.Write(ref _slowHashes, AccountTable.CountSlowHashes(connection, transaction));
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

    private static void Put(AccountCopy copy, AccountChange? change)
    {
        if (change is not null)
            copy.Put(change.Name, change.Row, change.Number);
    }

    private async ValueTask<Account?> FindAfterLookAsync(AccountName name, CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).TryFind(name, out var account)
            ? account
            : _database.Read(connection => AccountTable.Find(connection, name.Value))?.ToAccount(); // throws, and says what it cannot read

    /// <summary>The copy, which is made the first time, and looked after where the last look is a second old. It throws where the database is away.</summary>
    private async ValueTask<AccountCopy> LookAsync(CancellationToken cancellationToken)
    {
        var (copy, at) = (_copy, Stopwatch.GetTimestamp());
        if (copy is not null && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lookedAt), at) < BetweenLooks)
            return copy;

        if (copy is null)
            copy = await _database.ReadAloneAsync(connection => _copy ??= Read(connection), cancellationToken);
        else if (_database.Read(AccountChange.LastNumber) > copy.Number)
            await _database.ReadAloneAsync(connection => Follow(connection, copy), cancellationToken);
        Interlocked.Exchange(ref _lookedAt, at);
        return copy;
    }

    private static AccountCopy Read(SqliteConnection connection) => new(AccountTable.Read(connection), AccountChange.LastNumber(connection));

    /// <summary>Reads the accounts anew that somebody else has changed, or whose change was committed this moment.</summary>
    private static AccountCopy Follow(SqliteConnection connection, AccountCopy copy)
    {
        foreach (var change in AccountChange.After(connection, copy.Number))
            Put(copy, change);
        return copy;
    }
}
