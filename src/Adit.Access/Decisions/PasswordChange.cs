using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Sealing;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>Takes a new password from one who has proved to know the expired one (RFC 2759 §7), and keeps it in the form of that.</summary>
internal sealed class PasswordChange(IAccountSource accounts, SecretSealer sealer, TimeProvider time)
{
    private const string Action = "account.change-password";

    /// <summary>What keeps this account from a change in the connection, in one word for the record; null for nothing.</summary>
    public static string? WhyKept(Account account, AccessOptions options) =>
        !options.PasswordChange ? "off"
        : options.PasswordChangeExcept.Any(account.Groups.Contains) ? "group"
        : null;

    /// <summary>None where the account has the new password from now on; else why not.</summary>
    /// <param name="account">Whose password it is; the old one has expired.</param>
    /// <param name="password">The new one.</param>
    /// <param name="options">The rules.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask<AccessReason> ChangeAsync(
        Account account, string password, AccessOptions options, CancellationToken cancellationToken)
    {
        if (password.Length < options.MinPasswordLength || PasswordSeal.IsPasswordOf(sealer, account, password))
            return AccessReason.PasswordChangeFailed;

        var now = time.GetUtcNow();
        var update = new AccountUpdate.Password(
            account.PasswordKind, PasswordSeal.Seal(sealer, account.Name, account.PasswordKind, password), now);
        var audit = new AuditEntry(now, account.Name.Value, Action, account.Name.Value, "by its user, in the connection");
        return await accounts.ChangePasswordAsync(account.Name, update, audit, cancellationToken)
            ? AccessReason.None
            : AccessReason.PasswordChangeFailed;
    }
}
