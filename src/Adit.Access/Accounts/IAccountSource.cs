using Adit.Access.Auditing;

namespace Adit.Access.Accounts;

/// <summary>Accounts as a decision needs them. May be called from any thread.</summary>
public interface IAccountSource
{
    /// <summary>
    /// Whether the password of any account is a slow hash. While there is one, every check of a PAP password takes the work of one, so that
    /// time does not tell whose it is; while there is none, nobody pays for it. Told at once, and exact.
    /// </summary>
    bool HasSlowHashes { get; }

    /// <summary>The account of this name, or null.</summary>
    ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken);

    /// <summary>All accounts, by name.</summary>
    ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Counts a wrong password, and locks the account where <paramref name="rule"/> says so; the count then starts again. True where this
    /// one has locked it. An account that is locked already is left alone. For null and for names without account the same work is done on a row that stands for them all,
    /// so that time does not tell them apart.
    /// </summary>
    ValueTask<bool> RecordFailureAsync(AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the wrong passwords of one who has proved to know the right one; false, and nothing stored, where meanwhile the account
    /// has been locked, disabled or removed.
    /// </summary>
    ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that somebody came in by a certificate: wrong passwords, which are perhaps another's, are neither forgiven nor in the way. False,
    /// and nothing stored, where meanwhile the account has been disabled or removed.
    /// </summary>
    ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the password that an account's own user has chosen, with its audit entry; false, and nothing stored, where there is no such
    /// account, or its passwords are not kept here.
    /// </summary>
    ValueTask<bool> ChangePasswordAsync(
        AccountName name, AccountUpdate.Password password, AuditEntry audit, CancellationToken cancellationToken) => new(false);
}
