using System.Collections.Concurrent;

namespace Adit.Access.Accounts;

/// <summary>
/// Wrong passwords and locks, kept in memory for accounts that nobody can write to. Only names that have an account are counted, so they
/// are no more than those. Any thread may call.
/// </summary>
internal sealed class MemoryCounts
{
    private readonly ConcurrentDictionary<string, Counted> _counted = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The account with what has been counted.</summary>
    public Account With(Account account) => _counted.TryGetValue(account.Name.Value, out var counted)
        ? account with { Failures = counted.Failures, LockedUntilUtc = counted.LockedUntilUtc, LastEntryUtc = counted.LastEntryUtc ?? account.LastEntryUtc }
        : account;

    /// <inheritdoc cref="IAccountSource.RecordFailureAsync"/>
    public bool Fail(Account account, LockoutRule rule, DateTimeOffset now)
    {
        lock (_gate)
        {
            var counted = With(account);
            var failed = counted.Fail(rule, now);
            Keep(failed);
            return failed.IsLockedAt(now) && !counted.IsLockedAt(now);
        }
    }

    /// <inheritdoc cref="IAccountSource.RecordEntryAsync"/>
    public bool TryEnter(Account account, DateTimeOffset now)
    {
        lock (_gate)
        {
            var counted = With(account);
            if (!counted.IsEnabled || counted.IsLockedAt(now))
                return false;

            Keep(counted.Enter(now));
            return true;
        }
    }

    /// <inheritdoc cref="IAccountSource.RecordCertificateEntryAsync"/>
    public bool TryEnterByCertificate(Account account, DateTimeOffset now)
    {
        lock (_gate)
        {
            var counted = With(account);
            if (counted.IsEnabled)
                Keep(counted with { LastEntryUtc = now });
            return counted.IsEnabled;
        }
    }

    /// <summary>Forgets what was counted of this name, or of all.</summary>
    public void Forget(string? name = null)
    {
        if (name is null)
            _counted.Clear();
        else
            _counted.TryRemove(name, out _);
    }

    private void Keep(Account account) =>
        _counted[account.Name.Value] = new Counted(account.Failures, account.LockedUntilUtc, account.LastEntryUtc);

    private sealed record Counted(int Failures, DateTimeOffset? LockedUntilUtc, DateTimeOffset? LastEntryUtc);
}
