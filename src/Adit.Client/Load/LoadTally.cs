using System.Collections.Concurrent;
using Adit.Protocols;

namespace Adit.Client.Load;

/// <summary>What has come of a load so far. Any thread may count, and read.</summary>
public sealed class LoadTally
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private int _begun;
    private int _opened;
    private int _failed;
    private int _lost;
    private int _ended;
    private long _sent;
    private long _sentBytes;
    private long _received;
    private long _receivedBytes;

    /// <summary>Clients that have begun to connect.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Clients that had a session, whatever became of it.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Clients that got none.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Sessions that ended before we wished it.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Sessions that are open now.</summary>
    public int Open => Opened - Volatile.Read(ref _ended);

    /// <summary>Packets that the sessions have sent, and their bytes.</summary>
    public (long Packets, long Bytes) Sent => (Interlocked.Read(ref _sent), Interlocked.Read(ref _sentBytes));

    /// <summary>Packets that the sessions have received, and their bytes.</summary>
    public (long Packets, long Bytes) Received => (Interlocked.Read(ref _received), Interlocked.Read(ref _receivedBytes));

    /// <summary>From the first SYN until the server has taken the call: TCP, TLS, HTTP.</summary>
    public Histogram Links { get; } = new();

    /// <summary>From the first SYN until packets pass.</summary>
    public Histogram Connects { get; } = new();

    /// <summary>From an echo until its answer.</summary>
    public Histogram Echoes { get; } = new();

    /// <summary>Codes of what went wrong, and how often.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    internal void CountBegun() => Interlocked.Increment(ref _begun);

    internal void CountOpened(TimeSpan after)
    {
        Connects.Add(after);
        Interlocked.Increment(ref _opened);
    }

    internal void CountFailed(Failure failure)
    {
        Count(failure);
        Interlocked.Increment(ref _failed);
    }

    internal void CountEnded(Failure? failure)
    {
        Interlocked.Increment(ref _ended);
        if (failure is null)
            return;

        Count(failure);
        Interlocked.Increment(ref _lost);
    }

    internal void CountSent(int packets, int length)
    {
        Interlocked.Add(ref _sent, packets);
        Interlocked.Add(ref _sentBytes, (long)packets * length);
    }

    internal void CountReceived(int bytes)
    {
        Interlocked.Increment(ref _received);
        Interlocked.Add(ref _receivedBytes, bytes);
    }

    private void Count(Failure failure) => _failures.AddOrUpdate(failure.Code, 1, static (_, before) => before + 1);
}
