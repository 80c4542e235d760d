using System.Threading.Tasks.Sources;

namespace Adit.Linux.Sockets;

/// <summary>One who waits for a socket, again and again, without an allocation. Its owner locks all but <see cref="Complete"/> and <see cref="Fail"/>.</summary>
internal sealed class ReadinessWaiter : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationToken _token;
    private CancellationTokenRegistration _cancelled;

    /// <summary>Whether somebody waits who has not been told yet.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Whether who waited goes on at once, on the thread that tells it.</summary>
    public bool GoesOnInline
    {
        get => !_source.RunContinuationsAsynchronously;
        set => _source.RunContinuationsAsynchronously = !value;
    }

    /// <summary>Begins to wait.</summary>
    public ValueTask Begin()
    {
        if (IsWaiting)
            throw new InvalidOperationException("Two wait for the same at the same time.");

        _source.Reset();
        (IsWaiting, _token) = (true, default);
        return new ValueTask(this, _source.Version);
    }

    /// <summary>Has <paramref name="cancel"/> called with <paramref name="state"/> where the token is cancelled before the wait ends.</summary>
    public void CancelWith(Action<object?, CancellationToken> cancel, object state, CancellationToken token)
    {
        _token = token; // first: one that is cancelled already calls at once
        _cancelled = token.UnsafeRegister(cancel, state);
    }

    /// <summary>Whether the wait that goes on is to end with this token.</summary>
    public bool Listens(CancellationToken token) => IsWaiting && _token == token;

    /// <summary>Ends the waiting, of which its caller tells with <see cref="Complete"/> or <see cref="Fail"/>; false where nobody waits.</summary>
    public bool TryEnd()
    {
        if (!IsWaiting)
            return false;

        IsWaiting = false;
        _cancelled.Unregister();
        return true;
    }

    public void Complete() => _source.SetResult(true);

    public void Fail(Exception why) => _source.SetException(why);

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
