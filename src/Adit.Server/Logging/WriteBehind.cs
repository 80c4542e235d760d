using System.Threading.Channels;

namespace Adit.Server.Logging;

/// <summary>
/// Gathers what is to be written for a moment, or until there is enough, so that many rows share one transaction, and nobody waits for
/// it. The queue is bounded; a crash loses what has been gathered, an orderly end nothing. Any thread may add.
/// </summary>
/// <typeparam name="T">What is written.</typeparam>
internal sealed class WriteBehind<T> : IAsyncDisposable
{
    /// <summary>Who looks after a failed log-in finds it there; what a crash may lose is no older.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    /// <summary>At most so many are written together: more would save little, and what waits longer is moved by .NET's collector.</summary>
    private const int Enough = 256;

    private readonly Channel<T> _waiting;
    private readonly Func<IReadOnlyList<T>, ValueTask> _write;
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _writing;
    private volatile TaskCompletionSource _hurry = NewSource();
    private volatile TaskCompletionSource _round = NewSource();
    private long _added;
    private long _written;

    /// <summary>Begins to write.</summary>
    /// <param name="maxWaiting">What more comes than this and cannot be written is lost.</param>
    /// <param name="write">Takes what was gathered, one call after another; it must not throw.</param>
    public WriteBehind(int maxWaiting, Func<IReadOnlyList<T>, ValueTask> write)
    {
        _waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(maxWaiting) { SingleReader = true });
        _write = write;
        _writing = WriteAsync();
    }

    /// <summary>How many wait.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Adds one; false where it is lost.</summary>
    public bool TryAdd(T one)
    {
        if (!_waiting.Writer.TryWrite(one))
            return false;

        Interlocked.Increment(ref _added);
        if (_waiting.Reader.Count >= Enough)
            _hurry.TrySetResult();
        return true;
    }

    /// <summary>Has everything written that was added before, at once, and waits for it: whoever reads sees what has happened.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        for (var target = Interlocked.Read(ref _added); ;)
        {
            var round = _round; // before the look at what is written: its end then tells of more
            if (Interlocked.Read(ref _written) >= target)
                return;

            _hurry.TrySetResult();
            await round.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Writes what is waiting and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        _stopping.TrySetResult();
        await _writing;
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            if (_waiting.Reader.Count < Enough)
                await Task.WhenAny(Task.Delay(Moment), _stopping.Task, _hurry.Task);
            _hurry = NewSource();
            var gathered = new List<T>(Math.Min(Enough, _waiting.Reader.Count));
            while (gathered.Count < Enough && _waiting.Reader.TryRead(out var one))
                gathered.Add(one);
            await _write(gathered);
            Interlocked.Add(ref _written, gathered.Count);
            var round = _round;
            _round = NewSource();
            round.SetResult();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
