using System.Threading.Channels;

namespace Adit.Server.Control;

/// <summary>One who reads along. Used by its owner alone, but for <see cref="TryTell"/>.</summary>
public sealed class EventReader : IDisposable
{
    /// <summary>Events that may wait for a reader.</summary>
    public const int MaxWaiting = 256;

    private readonly Channel<ServerEvent> _waiting = Channel.CreateBounded<ServerEvent>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _tooSlow = new();
    private readonly Action<EventReader> _leave;

    internal EventReader(IReadOnlyList<ServerEvent> backlog, Action<EventReader> leave) => (Backlog, _leave) = (backlog, leave);

    /// <summary>What happened before.</summary>
    public IReadOnlyList<ServerEvent> Backlog { get; }

    /// <summary>What happens from now on.</summary>
    public ChannelReader<ServerEvent> Events => _waiting.Reader;

    /// <summary>Cancelled when the reader was cut off because it did not keep up.</summary>
    public CancellationToken TooSlow => _tooSlow.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leave(this);
        _tooSlow.Dispose();
    }

    /// <summary>False where the reader has not kept up; it then gets nothing more. Called under the hub's lock, which a cancellation must not hold up.</summary>
    internal bool TryTell(ServerEvent told)
    {
        if (_waiting.Writer.TryWrite(told))
            return true;

        _ = _tooSlow.CancelAsync();
        return false;
    }
}
