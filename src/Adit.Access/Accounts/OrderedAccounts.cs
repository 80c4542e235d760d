namespace Adit.Access.Accounts;

/// <summary>
/// Several sources as one: a name is that of the first source that has it, and hides those behind. What the sources are may change at any
/// time, as a whole. Each is asked for a name that the ones before it do not have, so that time tells at most which source has it.
/// </summary>
public sealed class OrderedAccounts(Func<IReadOnlyList<IAccountSource>> sources) : IAccountSource
{
    /// <inheritdoc/>
    public bool HasSlowHashes => sources().Any(source => source.HasSlowHashes);

    /// <inheritdoc/>
    public async ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken)
    {
        foreach (var source in sources())
            if (await source.FindAsync(name, cancellationToken) is { } account)
                return account;
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        var accounts = new SortedDictionary<string, Account>(StringComparer.Ordinal);
        foreach (var source in sources())
            foreach (var account in await source.ListAsync(cancellationToken))
                accounts.TryAdd(account.Name.Value, account);
        return [.. accounts.Values];
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordFailureAsync(AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var source = await OwnerOfAsync(name, cancellationToken) ?? (sources() is [var first, ..] ? first : null);
        return source is not null && await source.RecordFailureAsync(name, rule, now, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        await OwnerOfAsync(name, cancellationToken) is { } source && await source.RecordEntryAsync(name, now, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        await OwnerOfAsync(name, cancellationToken) is { } source && await source.RecordCertificateEntryAsync(name, now, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> ChangePasswordAsync(
        AccountName name, AccountUpdate.Password password, Auditing.AuditEntry audit, CancellationToken cancellationToken) =>
        await OwnerOfAsync(name, cancellationToken) is { } source && await source.ChangePasswordAsync(name, password, audit, cancellationToken);

    private async ValueTask<IAccountSource?> OwnerOfAsync(AccountName? name, CancellationToken cancellationToken)
    {
        var all = sources();
        if (name is null || all.Count == 1)
            return all is [var first, ..] ? first : null;

        foreach (var source in all)
            if (await source.FindAsync(name, cancellationToken) is not null)
                return source;
        return null;
    }
}
