namespace Adit.Server.Control;

/// <summary>
/// Hands what happens to whoever reads along. It keeps the last events for those who come back, and never waits: a reader that does
/// not keep up is cut off, and may come back as well. Any thread may call.
/// </summary>
public sealed class EventHub
{
    /// <summary>Events that are kept for those who come back.</summary>
    public const int Kept = 1024;

    /// <summary>Readers at once.</summary>
    public const int MaxReaders = 32;

    private readonly Lock _gate = new();
    private readonly Queue<ServerEvent> _kept = new(Kept);
    private readonly List<EventReader> _readers = [];
    private readonly TimeProvider _clock;
    private long _lastId;

    /// <summary>A hub without events. Its ids begin with the time, in microseconds, so that they go on rising after a restart.</summary>
    public EventHub(TimeProvider clock)
    {
        _clock = clock;
        _lastId = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
    }

    /// <summary>How many read along now.</summary>
    public int Readers
    {
        get
        {
            lock (_gate)
                return _readers.Count;
        }
    }

    /// <summary>Tells all readers; gives the event its id and its time.</summary>
    public void Publish(ServerEvent what)
    {
        lock (_gate)
        {
            var told = what with { Id = ++_lastId, AtUtc = _clock.GetUtcNow() };
            if (_kept.Count == Kept)
                _kept.Dequeue();
            _kept.Enqueue(told);
            _readers.RemoveAll(reader => !reader.TryTell(told));
        }
    }

    /// <summary>
    /// Begins to read: behind the event of this id, where one is given, or else with the last <paramref name="recent"/> events. Null where
    /// there are too many readers already.
    /// </summary>
    public EventReader? Read(long? after, int recent)
    {
        lock (_gate)
        {
            if (_readers.Count >= MaxReaders)
                return null;

            var backlog = after is { } id ? Behind(id) : [.. _kept.TakeLast(recent)];
            var reader = new EventReader(backlog, Leave);
            _readers.Add(reader);
            return reader;
        }
    }

    private List<ServerEvent> Behind(long id)
    {
        var behind = _kept.Where(told => told.Id > id).ToList();
        var joins = id <= _lastId && id >= _lastId - _kept.Count;
        if (!joins)
            behind.Insert(0, new ServerEvent.EventsMissed { Id = (behind.Count > 0 ? behind[0].Id : _lastId + 1) - 1, AtUtc = _clock.GetUtcNow() });
        return behind;
    }

    private void Leave(EventReader reader)
    {
        lock (_gate)
            _readers.Remove(reader);
    }
}
