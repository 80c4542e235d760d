using System.Diagnostics.CodeAnalysis;
using Adit.Access.Accounts.Import;
using Adit.Access.Auditing;
using Adit.Access.Sealing;

namespace Adit.Access.Accounts;

/// <summary>
/// What an administrator does with accounts. Each command returns null where it was done, names its actor for the audit, and never
/// stores or returns a password in clear.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore without a wait handle holds nothing.")]
public sealed class AccountService(IAccountStore store, SecretSealer sealer, TimeProvider time)
{
    /// <summary>Characters. Shorter ones are guessed even through a lockout.</summary>
    public const int MinPasswordLength = 8;

    /// <summary>Characters (RFC 2759 §8.1).</summary>
    public const int MaxPasswordLength = 256;

    private readonly SemaphoreSlim _setting = new(1);

    /// <summary>All accounts, by name.</summary>
    public ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <summary>Told after every change that was made; null for nobody.</summary>
    public Func<ValueTask>? Changed { get; set; }

    /// <summary>How many there are, by what keeps them from signing in.</summary>
    public ValueTask<AccountCounts> CountAsync(CancellationToken cancellationToken) => store.CountAsync(time.GetUtcNow(), cancellationToken);

    /// <summary>
    /// The accounts whose password cannot be opened, because the key file is another than the one they were sealed with: to be asked at
    /// every start, and to be said aloud.
    /// </summary>
    public async ValueTask<IReadOnlyList<Account>> ListUnreadableAsync(CancellationToken cancellationToken)
    {
        var accounts = await store.ListAsync(cancellationToken);
        return [.. accounts.Where(account => !sealer.IsSealedWithThisKey(account.SealedPassword.Span))];
    }

    /// <summary>Adds an account, enabled and without end.</summary>
    public ValueTask<AccountFailure?> AddAsync(
        string name, PasswordKind kind, string password, string actor, CancellationToken cancellationToken) =>
        AddAsync(name, kind, password, address: null, prefix: null, actor, cancellationToken);

    /// <summary>Adds an account with an address and a /64 that it alone gets; with null, any.</summary>
    public ValueTask<AccountFailure?> AddAsync(
        string name, PasswordKind kind, string password, string? address, string? prefix, string actor, CancellationToken cancellationToken) =>
        AddAsync(name, kind, password, new AccountSettings { Address = address, Ipv6Prefix = prefix }, actor, cancellationToken);

    /// <summary>Adds an account with these settings.</summary>
    public async ValueTask<AccountFailure?> AddAsync(
        string name, PasswordKind kind, string password, AccountSettings settings, string actor, CancellationToken cancellationToken)
    {
        if (Build(name, kind, password, settings, out var failure) is not { } account)
            return failure;

        var detail = settings.ToString() is { Length: > 0 } given ? $"{kind}; {given}" : kind.ToString();
        var isAdded = await store.AddAsync(account, Entry(actor, "account.add", account.Name, detail), cancellationToken);
        return isAdded ? await DoneAsync()
            : await store.FindAsync(account.Name, cancellationToken) is not null ? new AccountFailure.NameTaken(account.Name.Value)
            : await FindTakenAsync(account, cancellationToken);
    }

    /// <summary>Makes many accounts of a file.</summary>
    public AccountImport NewImport() => new(this, sealer, time);

    /// <summary>Adds all of these, or none where one of their names, addresses or prefixes is taken by now.</summary>
    public async ValueTask<AccountFailure?> AddAllAsync(IReadOnlyList<Account> accounts, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var taken = await store.AddAllAsync(accounts, account => Entry(actor, "account.add", account.Name, $"{account.PasswordKind}; imported"), cancellationToken);
        return taken is null ? await DoneAsync() : await FindTakenAsync(taken, cancellationToken);
    }

    /// <summary>The account that a command describes; null with what is wrong with it.</summary>
    internal Account? Build(string name, PasswordKind kind, string password, AccountSettings settings, out AccountFailure? failure)
    {
        failure = null;
        if (!AccountName.TryParse(name, out var accountName))
            failure = new AccountFailure.NameInvalid();
        else if (CheckPassword(password) is { } length)
            failure = length;
        if (failure is not null)
            return null;

        var account = new Account(accountName!, kind, PasswordSeal.Seal(sealer, accountName!, kind, password), time.GetUtcNow());
        return settings.Read(account, time.LocalTimeZone, out failure) is { } updates ? account.With(new AccountUpdate.Several(updates)) : null;
    }

    /// <summary>Changes settings, all or none of them.</summary>
    public async ValueTask<AccountFailure?> SetAsync(
        string name, AccountSettings settings, string actor, CancellationToken cancellationToken)
    {
        if (!AccountName.TryParse(name, out var accountName))
            return new AccountFailure.NotFound(name);

        await _setting.WaitAsync(cancellationToken); // groups that are joined and left depend on those there are
        try
        {
            if (await store.FindAsync(accountName, cancellationToken) is not { } account)
                return new AccountFailure.NotFound(name);
            if (settings.Read(account, time.LocalTimeZone, out var unreadable) is not { } updates)
                return unreadable;
            if (updates.Count == 0)
                return null;

            var audit = Entry(actor, "account.set", accountName, settings.ToString());
            var isDone = await store.UpdateAsync(accountName, new AccountUpdate.Several(updates), audit, cancellationToken);
            return isDone ? await DoneAsync() : await FindTakenAsync(account.With(new AccountUpdate.Several(updates)), cancellationToken);
        }
        finally
        {
            _setting.Release();
        }
    }

    /// <summary>Sets the address that the account alone gets from its next session on; with null, any.</summary>
    public ValueTask<AccountFailure?> SetAddressAsync(string name, string? address, string actor, CancellationToken cancellationToken) =>
        SetAsync(name, new AccountSettings { Address = address ?? AccountSettings.None }, actor, cancellationToken);

    /// <summary>Sets the /64 that the account alone gets from its next session on; with null, any.</summary>
    public ValueTask<AccountFailure?> SetPrefixAsync(string name, string? prefix, string actor, CancellationToken cancellationToken) =>
        SetAsync(name, new AccountSettings { Ipv6Prefix = prefix ?? AccountSettings.None }, actor, cancellationToken);

    /// <summary>Sets a password in this form, and unlocks.</summary>
    public async ValueTask<AccountFailure?> SetPasswordAsync(
        string name, PasswordKind kind, string password, string actor, CancellationToken cancellationToken)
    {
        if (!AccountName.TryParse(name, out var accountName))
            return new AccountFailure.NotFound(name);
        if (CheckPassword(password) is { } failure)
            return failure;

        var update = new AccountUpdate.Password(kind, PasswordSeal.Seal(sealer, accountName, kind, password), time.GetUtcNow());
        return await UpdateAsync(name, update, "account.set-password", actor, cancellationToken);
    }

    /// <summary>Lets the account be used again.</summary>
    public ValueTask<AccountFailure?> EnableAsync(string name, string actor, CancellationToken cancellationToken) =>
        UpdateAsync(name, new AccountUpdate.Enabled(true), "account.enable", actor, cancellationToken);

    /// <summary>Refuses the account from now on.</summary>
    public ValueTask<AccountFailure?> DisableAsync(string name, string actor, CancellationToken cancellationToken) =>
        UpdateAsync(name, new AccountUpdate.Enabled(false), "account.disable", actor, cancellationToken);

    /// <summary>Sets when the account ends; null for never.</summary>
    public ValueTask<AccountFailure?> SetExpiryAsync(
        string name, DateTimeOffset? expiresUtc, string actor, CancellationToken cancellationToken) =>
        UpdateAsync(name, new AccountUpdate.Expiry(expiresUtc), "account.set-expiry", actor, cancellationToken);

    /// <summary>Forgives wrong passwords.</summary>
    public ValueTask<AccountFailure?> UnlockAsync(string name, string actor, CancellationToken cancellationToken) =>
        UpdateAsync(name, new AccountUpdate.Unlock(), "account.unlock", actor, cancellationToken);

    /// <summary>Removes the account.</summary>
    public async ValueTask<AccountFailure?> RemoveAsync(string name, string actor, CancellationToken cancellationToken)
    {
        var isRemoved = AccountName.TryParse(name, out var accountName)
            && await store.RemoveAsync(accountName, Entry(actor, "account.remove", accountName), cancellationToken);
        return isRemoved ? await DoneAsync() : new AccountFailure.NotFound(name);
    }

    internal static AccountFailure.PasswordLength? CheckPassword(string password) =>
        password.Length is >= MinPasswordLength and <= MaxPasswordLength ? null : new(MinPasswordLength, MaxPasswordLength);

    /// <summary>What of a new account another one has.</summary>
    private async ValueTask<AccountFailure> FindTakenAsync(Account account, CancellationToken cancellationToken)
    {
        var others = (await store.ListAsync(cancellationToken)).Where(other => other.Name != account.Name).ToList();
        return account.Address is { } address && others.Exists(other => other.Address == address) ? new AccountFailure.AddressTaken(address.ToString())
            : account.Ipv6Prefix is { } prefix && others.Exists(other => other.Ipv6Prefix == prefix) ? new AccountFailure.PrefixTaken(prefix.ToString())
            : new AccountFailure.NameTaken(account.Name.Value);
    }

    private async ValueTask<AccountFailure?> UpdateAsync(
        string name, AccountUpdate update, string action, string actor, CancellationToken cancellationToken, string detail = "")
    {
        var isDone = AccountName.TryParse(name, out var accountName)
            && await store.UpdateAsync(accountName, update, Entry(actor, action, accountName, detail), cancellationToken);
        return isDone ? await DoneAsync() : new AccountFailure.NotFound(name);
    }

    private async ValueTask<AccountFailure?> DoneAsync()
    {
        if (Changed is not null)
            await Changed();
        return null;
    }

    private AuditEntry Entry(string actor, string action, AccountName subject, string detail = "") =>
        new(time.GetUtcNow(), actor, action, subject.Value, detail);
}
