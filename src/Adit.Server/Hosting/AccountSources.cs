using System.Data.Common;
using Adit.Access.Accounts;
using Adit.Access.Accounts.Files;
using Adit.Access.Decisions;
using Adit.Access.Sealing;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Hosting;

/// <summary>Where accounts come from, in the configured order: the database, and users files. A reload reads the files anew.</summary>
internal sealed class AccountSources(IAccountStore store, SnapshotAccounts database, SecretSealer sealer, TimeProvider clock) : IReloadable
{
    private readonly Dictionary<string, UsersFileAccounts> _files = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<IAccountSource> _sources = [database];

    /// <summary>All of them as one.</summary>
    public IAccountSource All => field ??= new OrderedAccounts(() => _sources);

    /// <summary>Reads the files; throws <see cref="StartupException"/>.</summary>
    public void Load(ServerConfiguration configuration) => Apply(Read(configuration));

    /// <inheritdoc/>
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next) => new(new Change(this, Read(next)));

    /// <summary>Whether an address is kept for an account; of the database only where it is there to be asked.</summary>
    public async ValueTask<bool> IsAddressTakenAsync(Ipv4Address address, CancellationToken cancellationToken) =>
        await IsTakenAsync(() => store.IsAddressTakenAsync(address, cancellationToken), account => account.Address == address, cancellationToken);

    /// <summary>The same of an IPv6 prefix.</summary>
    public async ValueTask<bool> IsPrefixTakenAsync(Ipv6Prefix prefix, CancellationToken cancellationToken) =>
        await IsTakenAsync(() => store.IsPrefixTakenAsync(prefix, cancellationToken), account => account.Ipv6Prefix == prefix, cancellationToken);

    /// <summary>Forgives wrong passwords that were counted in memory; false where only the database knows the account.</summary>
    public bool Unlock(string name)
    {
        if (!AccountName.TryParse(name, out var account))
            return false;

        database.Forget(account);
        return _sources.OfType<UsersFileAccounts>().Any(file => file.Unlock(account));
    }

    private async ValueTask<bool> IsTakenAsync(Func<ValueTask<bool>> ask, Func<Account, bool> isTaken, CancellationToken cancellationToken)
    {
        foreach (var file in _sources.OfType<UsersFileAccounts>())
            if ((await file.ListAsync(cancellationToken)).Any(isTaken))
                return true;
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            return (await database.ListAsync(cancellationToken)).Any(isTaken);
        }
    }

    private List<(string Store, IReadOnlyDictionary<string, Account>? Accounts)> Read(ServerConfiguration configuration) =>
        [.. configuration.Access.Stores.Select(store => (store, IsDatabase(store) ? null : UsersFiles.Read(store, sealer, configuration.Policies.Filters, clock.GetUtcNow())))];

    private static bool IsDatabase(string store) => store == AccessOptions.Database;

    /// <summary>A file that was there before keeps what it has counted.</summary>
    private void Apply(List<(string Store, IReadOnlyDictionary<string, Account>? Accounts)> read)
    {
        var sources = new List<IAccountSource>();
        foreach (var (store, accounts) in read)
        {
            if (accounts is null)
                sources.Add(database);
            else if (_files.TryGetValue(store, out var file))
                file.Replace(accounts);
            else
                _files[store] = new UsersFileAccounts(accounts);
            if (accounts is not null)
                sources.Add(_files[store]);
        }

        _sources = sources;
    }

    private sealed class Change(AccountSources sources, List<(string Store, IReadOnlyDictionary<string, Account>? Accounts)> read) : IPreparedChange
    {
        public ValueTask ApplyAsync()
        {
            sources.Apply(read);
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
