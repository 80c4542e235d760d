using System.Collections.Concurrent;

namespace Adit.Certificates.Revocation;

/// <summary>
/// Statements that have been verified, by key, for as long as they hold. What several ask for at once is obtained once; what could not be
/// obtained is not tried again for a while, so that a place that is down costs one waiting and not one for each log-in.
/// </summary>
internal sealed class RevocationCache(TimeProvider clock, long capacity = RevocationCache.DefaultCapacity)
{
    private const long DefaultCapacity = 64 * 1024 * 1024;

    /// <summary>What an entry costs beside its statement.</summary>
    private const int Overhead = 512;

    private static readonly TimeSpan _failureTime = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _underway = new(StringComparer.Ordinal);
    private long _size;

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>The statement in the cache, or a new one.</summary>
    public async Task<Obtained<T>> GetAsync<T>(string key, Func<Task<Obtained<T>>> obtain, CancellationToken cancellation)
        where T : class, IStatement => Find<T>(key) ?? await RenewAsync(key, obtain, cancellation);

    /// <summary>A new one, whatever is there. Where none can be had, the one that is there stays.</summary>
    public Task<Obtained<T>> RenewAsync<T>(string key, Func<Task<Obtained<T>>> obtain, CancellationToken cancellation)
        where T : class, IStatement
    {
        var underway = _underway.GetOrAdd(key, _ => new Lazy<Task>(() => ObtainAsync(key, obtain)));
        return ((Task<Obtained<T>>)underway.Value).WaitAsync(cancellation);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _size = 0;
        }
    }

    private Obtained<T>? Find<T>(string key)
        where T : class, IStatement
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || !entry.HoldsAt(now))
                return null;

            entry.LastUse = now;
            return new Obtained<T>((T?)entry.Statement, entry.Problem);
        }
    }

    private async Task<Obtained<T>> ObtainAsync<T>(string key, Func<Task<Obtained<T>>> obtain)
        where T : class, IStatement
    {
        try
        {
            await Task.Yield(); // so that this is known to be under way before it can end
            var obtained = await obtain();
            Keep(key, obtained.Value, obtained.Problem);
            return obtained;
        }
        finally
        {
            _underway.TryRemove(key, out _);
        }
    }

    private void Keep(string key, IStatement? statement, string? problem)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var old) && statement is null && old.Statement is not null && old.HoldsAt(now))
                return;

            Remove(key);
            _entries[key] = new Entry(statement, problem, now + _failureTime) { LastUse = now };
            _size += _entries[key].Size;
            if (_size > capacity)
                MakeRoom();
        }
    }

    /// <summary>A quarter at once, so that it is seldom.</summary>
    private void MakeRoom()
    {
        foreach (var oldest in _entries.OrderBy(entry => entry.Value.LastUse).Select(entry => entry.Key).ToList())
        {
            if (_size <= capacity / 4 * 3)
                return;
            Remove(oldest);
        }
    }

    private void Remove(string key)
    {
        if (_entries.Remove(key, out var entry))
            _size -= entry.Size;
    }

    private sealed class Entry(IStatement? statement, string? problem, DateTimeOffset failsUntil)
    {
        public IStatement? Statement { get; } = statement;

        public string? Problem { get; } = problem;

        public DateTimeOffset LastUse { get; set; }

        public int Size { get; } = Overhead + (statement?.Size ?? 0);

        public bool HoldsAt(DateTimeOffset now) => Statement is { } held ? held.Life.FaultAt(now) is null : now < failsUntil;
    }
}
