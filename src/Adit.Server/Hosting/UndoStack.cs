using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>
/// What has been done, to be undone in the opposite order. One part that cannot be undone is reported and does not stop the others.
/// </summary>
internal sealed class UndoStack(ILogger logger) : IAsyncDisposable
{
    private readonly Stack<(string Part, Func<ValueTask> Undo)> _done = [];

    /// <summary>Has a part disposed, before everything that was there earlier, and returns it.</summary>
    public T Keep<T>(T part)
        where T : class
    {
        Add(typeof(T).Name, part switch
        {
            IAsyncDisposable gradual => gradual.DisposeAsync,
            IDisposable simple => () =>
            {
                simple.Dispose();
                return ValueTask.CompletedTask;
            },
            _ => throw new ArgumentException($"A {typeof(T).Name} has nothing to undo.", nameof(part)),
        });
        return part;
    }

    /// <summary>Has something run when all is undone.</summary>
    public void Add(string part, Func<ValueTask> undo) => _done.Push((part, undo));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_done.TryPop(out var last))
        {
            try
            {
                await last.Undo();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                HostingLog.UndoFailed(logger, last.Part, e.Message, e);
            }
        }
    }
}
