using Adit.Access.Auditing;
using Adit.Access.Changes;
using Adit.Protocols.Ip;

namespace Adit.Access.Accounts;

/// <summary>
/// Where accounts are kept. Each call is one transaction: a change, its audit entry and its <see cref="Change"/> are stored together or
/// not at all, and counting wrong passwords is exact under any number of calls at once. May be called from any thread.
/// </summary>
public interface IAccountStore : IAccountSource
{
    /// <summary>How many accounts there are at this time.</summary>
    ValueTask<AccountCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether some account has this address for itself.</summary>
    ValueTask<bool> IsAddressTakenAsync(Ipv4Address address, CancellationToken cancellationToken);

    /// <summary>Whether some account has this IPv6 prefix for itself.</summary>
    ValueTask<bool> IsPrefixTakenAsync(Ipv6Prefix prefix, CancellationToken cancellationToken);

    /// <summary>Adds an account; false, and nothing stored, where the name, the address or the prefix is taken.</summary>
    ValueTask<bool> AddAsync(Account account, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Adds all of these with their audit entries, or nothing; the first of which name, address or prefix is taken, else null.</summary>
    ValueTask<Account?> AddAllAsync(IReadOnlyList<Account> accounts, Func<Account, AuditEntry> audit, CancellationToken cancellationToken);

    /// <summary>Changes an account; false, and nothing stored, where there is none of this name, or another has the address or prefix.</summary>
    ValueTask<bool> UpdateAsync(AccountName name, AccountUpdate update, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Removes an account; false, and nothing stored, where there is none of this name.</summary>
    ValueTask<bool> RemoveAsync(AccountName name, AuditEntry audit, CancellationToken cancellationToken);

    ValueTask<bool> IAccountSource.ChangePasswordAsync(
        AccountName name, AccountUpdate.Password password, AuditEntry audit, CancellationToken cancellationToken) =>
        UpdateAsync(name, password, audit, cancellationToken);
}
