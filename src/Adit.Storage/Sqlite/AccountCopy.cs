using System.Collections.Concurrent;
using Adit.Access.Accounts;
using Adit.Protocols.Ip;

namespace Adit.Storage.Sqlite;

/// <summary>
/// All accounts as the database has them, so that a log-in reads none: every name, known or not, is answered from memory in the same time.
/// Whoever commits a change puts it here while it still holds the writer, so the order is the database's. The times of entries wait here
/// to be written many at a time. Any thread may call.
/// </summary>
internal sealed class AccountCopy
{
    private readonly ConcurrentDictionary<string, Account?> _accounts = new(StringComparer.Ordinal); // null stands for one that cannot be read
    private readonly KeptAddresses _kept = new();
    private readonly Dictionary<string, DateTimeOffset> _entries = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _number;

    /// <param name="rows">All of them.</param>
    /// <param name="number">The last change that is in it.</param>
    public AccountCopy(IEnumerable<AccountRow> rows, long number)
    {
        _number = number;
        foreach (var row in rows)
            Put(row);
    }

    /// <summary>The last change that is in it.</summary>
    public long Number => Interlocked.Read(ref _number);

    /// <summary>The account, or null for none; false where its row cannot be read.</summary>
    public bool TryFind(AccountName name, out Account? account) => !_accounts.TryGetValue(name.Value, out account) || account is not null;

    /// <summary>Whether some account keeps this address for itself.</summary>
    public bool Keeps(Ipv4Address address)
    {
        lock (_gate)
            return _kept.Contains(address);
    }

    /// <summary>The same of a prefix.</summary>
    public bool Keeps(Ipv6Prefix prefix)
    {
        lock (_gate)
            return _kept.Contains(prefix);
    }

    /// <summary>An account as it is after a change that is committed.</summary>
    public void Put(AccountRow row)
    {
        lock (_gate)
        {
            _kept.Put(row);
            _accounts[row.Name] = _entries.TryGetValue(row.Name, out var at) ? Entered(row.TryToAccount(), at) : row.TryToAccount();
        }
    }

    /// <summary>The same after a change that has a number; without a row it is removed.</summary>
    public void Put(string name, AccountRow? row, long number)
    {
        lock (_gate)
        {
            if (row is not null)
                Put(row);
            else if (_accounts.TryRemove(name, out _))
            {
                _kept.Remove(name);
                _entries.Remove(name);
            }
            _number = Math.Max(_number, number);
        }
    }

    /// <summary>
    /// Lets an account in that has nothing to be forgiven, and keeps the time to be written. Null where the database must be asked, since
    /// something would change in it that decides; false where it is locked, disabled or removed.
    /// </summary>
    public bool? TryEnter(AccountName name, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!TryFind(name, out var account))
                return null;
            if (account is null || !account.IsEnabled || account.IsLockedAt(now))
                return false;
            if (account is not { Failures: 0, LockedUntilUtc: null })
                return null;

            Note(account, now);
            return true;
        }
    }

    /// <summary>Lets an account in whatever was counted, and keeps the time to be written; false where it is disabled, removed or unreadable.</summary>
    public bool TryEnterByCertificate(AccountName name, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!TryFind(name, out var account) || account is not { IsEnabled: true })
                return false;

            Note(account, now);
            return true;
        }
    }

    /// <summary>The times of entries that are not written yet.</summary>
    public KeyValuePair<string, DateTimeOffset>[] ListEntries()
    {
        lock (_gate)
            return [.. _entries];
    }

    private void Note(Account account, DateTimeOffset now)
    {
        _accounts[account.Name.Value] = account with { LastEntryUtc = now };
        _entries[account.Name.Value] = now;
    }

    private static Account? Entered(Account? account, DateTimeOffset at) => account is null ? null : account with { LastEntryUtc = at };

    /// <summary>These are written.</summary>
    public void Forget(IEnumerable<KeyValuePair<string, DateTimeOffset>> entries)
    {
        lock (_gate)
            foreach (var (name, at) in entries)
                if (_entries.TryGetValue(name, out var current) && current == at)
                    _entries.Remove(name);
    }
}
