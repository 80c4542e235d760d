namespace Adit.Access.Accounts.Files;

/// <summary>The accounts of a users file, as a snapshot that a reload replaces whole. Wrong passwords are counted in memory.</summary>
public sealed class UsersFileAccounts(IReadOnlyDictionary<string, Account> accounts) : IAccountSource
{
    private readonly MemoryCounts _counts = new();
    private volatile IReadOnlyDictionary<string, Account> _accounts = accounts;

    /// <inheritdoc/>
    public bool HasSlowHashes => false; // no such form is read

    /// <summary>Puts others in their place; what was counted stays.</summary>
    public void Replace(IReadOnlyDictionary<string, Account> accounts) => _accounts = accounts;

    /// <inheritdoc/>
    public ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken) => new(Find(name));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) =>
        new([.. _accounts.Values.Select(_counts.With).OrderBy(account => account.Name.Value, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public ValueTask<bool> RecordFailureAsync(AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(name is not null && Find(name) is { } account && _counts.Fail(account, rule, now));

    /// <inheritdoc/>
    public ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(Find(name) is { } account && _counts.TryEnter(account, now));

    /// <inheritdoc/>
    public ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(Find(name) is { } account && _counts.TryEnterByCertificate(account, now));

    /// <summary>Forgives wrong passwords; false where the account is not here.</summary>
    public bool Unlock(AccountName name)
    {
        _counts.Forget(name.Value);
        return _accounts.ContainsKey(name.Value);
    }

    private Account? Find(AccountName name) => _accounts.TryGetValue(name.Value, out var account) ? _counts.With(account) : null;
}
