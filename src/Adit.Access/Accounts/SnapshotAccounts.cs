using System.Collections.Concurrent;
using System.Data.Common;

namespace Adit.Access.Accounts;

/// <summary>
/// A store of accounts that may be away for a while. What is seen of it is kept; while it is away, decisions go on from there for a
/// configured time, and wrong passwords are counted in memory. A lock from that time holds on when the store is back. Any thread may call.
/// </summary>
public sealed class SnapshotAccounts(IAccountSource store, Func<TimeSpan> maxAge, TimeProvider time) : IAccountSource
{
    private readonly MemoryCounts _counts = new();
    private volatile ConcurrentDictionary<string, Account> _seen = new(StringComparer.Ordinal);
    private long _seenAt; // a timestamp; 0 for never
    private long _awaySince; // a timestamp; 0 while the store is there

    /// <summary>For how long the store has been away; null where it is there.</summary>
    public TimeSpan? Away => Interlocked.Read(ref _awaySince) is not 0 and var since ? time.GetElapsedTime(since) : null;

    /// <summary>Told once when the store goes away, with the reason, and once when it is back, with null.</summary>
    public Action<Exception?>? Changed { get; set; }

    /// <inheritdoc/>
    public bool HasSlowHashes
    {
        get
        {
            try
            {
                return store.HasSlowHashes;
            }
            catch (Exception e) when (IsAway(e))
            {
                return _seen.Values.Any(account => account.PasswordKind is PasswordKind.SlowHash);
            }
        }
    }

    /// <summary>Sees all accounts; to be called at the start, again and again, and after every change. False where the store is away.</summary>
    public async ValueTask<bool> TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var at = time.GetTimestamp();
            var accounts = await store.ListAsync(cancellationToken);
            _seen = new ConcurrentDictionary<string, Account>(
                accounts.Select(account => KeyValuePair.Create(account.Name.Value, account)), StringComparer.Ordinal);
            Interlocked.Exchange(ref _seenAt, Math.Max(1, at));
            Return();
            return true;
        }
        catch (Exception e) when (IsAway(e))
        {
            Leave(e);
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken)
    {
        try
        {
            var account = await store.FindAsync(name, cancellationToken);
            if (account is null)
                _seen.TryRemove(name.Value, out _);
            else
                _seen[name.Value] = account;
            return account is null ? null : WithLock(account);
        }
        catch (Exception e) when (IsAway(e) && MayGoOn(e))
        {
            return _seen.TryGetValue(name.Value, out var account) ? _counts.With(account) : null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ListAsync(cancellationToken);
        }
        catch (Exception e) when (IsAway(e) && MayGoOn(e))
        {
            return [.. _seen.Values.Select(_counts.With).OrderBy(account => account.Name.Value, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordFailureAsync(AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await store.RecordFailureAsync(name, rule, now, cancellationToken);
        }
        catch (Exception e) when (IsAway(e) && MayGoOn(e))
        {
            return name is not null && _seen.TryGetValue(name.Value, out var account) && _counts.Fail(account, rule, now);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await store.RecordEntryAsync(name, now, cancellationToken);
        }
        catch (Exception e) when (IsAway(e) && MayGoOn(e))
        {
            return _seen.TryGetValue(name.Value, out var account) && _counts.TryEnter(account, now);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await store.RecordCertificateEntryAsync(name, now, cancellationToken);
        }
        catch (Exception e) when (IsAway(e) && MayGoOn(e))
        {
            return _seen.TryGetValue(name.Value, out var account) && _counts.TryEnterByCertificate(account, now);
        }
    }

    /// <summary>A password cannot be changed while there is nowhere to keep it: that is the store's own failure.</summary>
    public ValueTask<bool> ChangePasswordAsync(
        AccountName name, AccountUpdate.Password password, Auditing.AuditEntry audit, CancellationToken cancellationToken) =>
        store.ChangePasswordAsync(name, password, audit, cancellationToken);

    /// <summary>A lock that was set while the store was away; an unlocking since then has forgotten it.</summary>
    private Account WithLock(Account account) =>
        _counts.With(account).LockedUntilUtc is { } until && !(account.LockedUntilUtc >= until) && until > time.GetUtcNow()
            ? account with { LockedUntilUtc = until }
            : account;

    /// <summary>Forgives what was counted in memory, of one or of all.</summary>
    public void Forget(AccountName? name) => _counts.Forget(name?.Value);

    private bool MayGoOn(Exception e)
    {
        Leave(e);
        return Interlocked.Read(ref _seenAt) is not 0 and var at && time.GetElapsedTime(at) <= maxAge();
    }

    private static bool IsAway(Exception e) => e is DbException or IOException or UnauthorizedAccessException;

    private void Leave(Exception e)
    {
        if (Interlocked.CompareExchange(ref _awaySince, Math.Max(1, time.GetTimestamp()), 0) == 0)
            Changed?.Invoke(e);
    }

    private void Return()
    {
        if (Interlocked.Exchange(ref _awaySince, 0) != 0)
            Changed?.Invoke(null);
    }
}
