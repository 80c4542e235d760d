using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Protocols.Ip;

namespace Adit.Access.Tests.Accounts;

/// <summary>The contract of <see cref="IAccountStore"/> in memory.</summary>
public sealed class InMemoryAccountStore : IAccountStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    /// <summary>Audit entries of all changes, oldest first.</summary>
    public IList<AuditEntry> Audit { get; } = [];

    /// <summary>Wrong passwords for names without account.</summary>
    public int UnknownFailures { get; private set; }

    public bool HasSlowHashes
    {
        get
        {
            lock (_lock)
                return _accounts.Values.Any(account => account.PasswordKind is PasswordKind.SlowHash);
        }
    }

    public ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_accounts.GetValueOrDefault(name.Value));
    }

    public ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _accounts.Values]);
    }

    public ValueTask<AccountCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(new AccountCounts(
                _accounts.Values.Count(account => account.IsEnabled && !account.IsLockedAt(now)),
                _accounts.Values.Count(account => account.IsEnabled && account.IsLockedAt(now)),
                _accounts.Values.Count(account => !account.IsEnabled)));
    }

    public ValueTask<bool> IsAddressTakenAsync(Ipv4Address address, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_accounts.Values.Any(account => account.Address == address));
    }

    public ValueTask<bool> IsPrefixTakenAsync(Ipv6Prefix prefix, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_accounts.Values.Any(account => account.Ipv6Prefix == prefix));
    }

    public ValueTask<bool> AddAsync(Account account, AuditEntry audit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(Record(!IsTaken(account.Address, account.Ipv6Prefix, account.Name) && _accounts.TryAdd(account.Name.Value, account), audit));
    }

    public ValueTask<Account?> AddAllAsync(IReadOnlyList<Account> accounts, Func<Account, AuditEntry> audit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var added = new List<Account>();
            foreach (var account in accounts)
            {
                if (IsTaken(account.Address, account.Ipv6Prefix, account.Name) || !_accounts.TryAdd(account.Name.Value, account))
                {
                    added.ForEach(one => _accounts.Remove(one.Name.Value));
                    return new(account);
                }

                added.Add(account);
            }

            added.ForEach(one => Audit.Add(audit(one)));
            return new((Account?)null);
        }
    }

    public ValueTask<bool> UpdateAsync(AccountName name, AccountUpdate update, AuditEntry audit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<AccountUpdate> updates = update is AccountUpdate.Several several ? several.Updates : [update];
            var isTaken = IsTaken(
                updates.OfType<AccountUpdate.StaticAddress>().FirstOrDefault()?.Address,
                updates.OfType<AccountUpdate.StaticPrefix>().FirstOrDefault()?.Prefix, name);
            return new(Record(!isTaken && TryReplace(name, account => account.With(update)), audit));
        }
    }

    public ValueTask<bool> RemoveAsync(AccountName name, AuditEntry audit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(Record(_accounts.Remove(name.Value), audit));
    }

    public ValueTask<bool> RecordFailureAsync(AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var wasLocked = name is not null && _accounts.TryGetValue(name.Value, out var before) && before.IsLockedAt(now);
            if (name is null || !TryReplace(name, account => account.Fail(rule, now)))
                UnknownFailures++;
            return new(name is not null && !wasLocked && _accounts.TryGetValue(name.Value, out var after) && after.IsLockedAt(now));
        }
    }

    public ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var mayEnter = _accounts.TryGetValue(name.Value, out var account) && account.IsEnabled && !account.IsLockedAt(now);
            return new(mayEnter && TryReplace(name, entering => entering.Enter(now)));
        }
    }

    public ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_accounts.TryGetValue(name.Value, out var account) && account.IsEnabled && TryReplace(name, entering => entering with { LastEntryUtc = now }));
    }

    private bool IsTaken(Ipv4Address? address, Ipv6Prefix? prefix, AccountName name) => _accounts.Values.Any(other => other.Name != name
        && ((address is not null && other.Address == address) || (prefix is not null && other.Ipv6Prefix == prefix)));

    private bool TryReplace(AccountName name, Func<Account, Account> change)
    {
        if (!_accounts.TryGetValue(name.Value, out var account))
            return false;

        _accounts[name.Value] = change(account);
        return true;
    }

    private bool Record(bool isDone, AuditEntry audit)
    {
        if (isDone)
            Audit.Add(audit);
        return isDone;
    }
}
