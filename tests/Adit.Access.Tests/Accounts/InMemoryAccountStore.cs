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

    public ValueTask<bool> UpdateAsync(AccountName name, AccountUpdate update, AuditEntry audit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<AccountUpdate> updates = update is AccountUpdate.Several several ? several.Updates : [update];
            var isTaken = IsTaken(
                updates.OfType<AccountUpdate.StaticAddress>().FirstOrDefault()?.Address,
                updates.OfType<AccountUpdate.StaticPrefix>().FirstOrDefault()?.Prefix, name);
            return new(Record(!isTaken && TryReplace(name, account => Apply(account, update)), audit));
        }
    }

    public ValueTask<bool> RemoveAsync(AccountName name, AuditEntry audit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(Record(_accounts.Remove(name.Value), audit));
    }

    public ValueTask RecordFailureAsync(AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (name is null || !TryReplace(name, account => account.IsLockedAt(now) ? account : Fail(account, rule, now)))
                UnknownFailures++;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var mayEnter = _accounts.TryGetValue(name.Value, out var account) && account.IsEnabled && !account.IsLockedAt(now);
            return new(mayEnter && TryReplace(name, entering => Forgive(entering) with { LastEntryUtc = now }));
        }
    }

    private static Account Apply(Account account, AccountUpdate update) => update switch
    {
        AccountUpdate.Password password => Forgive(account) with
        {
            PasswordKind = password.Kind,
            SealedPassword = password.Sealed,
            PasswordSetUtc = password.SetUtc,
            PasswordExpiry = account.PasswordExpiry is PasswordExpiry.Now ? PasswordExpiry.ByAge : account.PasswordExpiry,
        },
        AccountUpdate.Enabled enabled => account with { IsEnabled = enabled.IsEnabled },
        AccountUpdate.Expiry expiry => account with { ExpiresUtc = expiry.ExpiresUtc },
        AccountUpdate.StaticAddress fixedOne => account with { Address = fixedOne.Address },
        AccountUpdate.StaticPrefix fixedOne => account with { Ipv6Prefix = fixedOne.Prefix },
        AccountUpdate.Permission permission => account with { Permission = permission.Value },
        AccountUpdate.Groups groups => account with { Groups = groups.Names },
        AccountUpdate.Hours hours => account with { Hours = hours.Value },
        AccountUpdate.CallerId caller => account with { CallerId = caller.Station },
        AccountUpdate.PasswordExpires expires => account with { PasswordExpiry = expires.Value },
        AccountUpdate.Routes routes => account with { Routes = routes.Networks },
        AccountUpdate.Unlock => Forgive(account),
        AccountUpdate.Several several => several.Updates.Aggregate(account, Apply),
        _ => throw new ArgumentOutOfRangeException(nameof(update)),
    };

    private static Account Forgive(Account account) => account with { Failures = 0, LockedUntilUtc = null };

    private static Account Fail(Account account, LockoutRule rule, DateTimeOffset now) =>
        rule.MaxFailures > 0 && account.Failures + 1 >= rule.MaxFailures
            ? account with { Failures = 0, LockedUntilUtc = now + rule.Duration }
            : account with { Failures = account.Failures + 1 };

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
