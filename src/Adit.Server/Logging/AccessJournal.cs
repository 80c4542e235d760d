using Adit.Access.Logging;
using Adit.Server.Monitoring;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Logging;

/// <summary>
/// Writes the log behind the log-ins, many rows at a time. The queue is bounded: where more comes than can be written, rows are lost, and
/// counted, but nobody waits. Any thread may write.
/// </summary>
internal sealed class AccessJournal : IAsyncDisposable
{
    private const int MaxWaiting = 8192;

    private readonly IAccessLog _log;
    private readonly ServerMonitor _monitor;
    private readonly ILogger _logger;
    private readonly WriteBehind<AccessLogEntry> _behind;

    /// <summary>Begins to write.</summary>
    public AccessJournal(IAccessLog log, ServerMonitor monitor, ILogger logger)
    {
        (_log, _monitor, _logger) = (log, monitor, logger);
        _behind = new WriteBehind<AccessLogEntry>(MaxWaiting, StoreAsync);
    }

    /// <summary>Takes a row.</summary>
    public void Write(AccessLogEntry entry)
    {
        if (!_behind.TryAdd(entry))
            _monitor.CountLostRows(1);
    }

    /// <summary>Writes what is waiting, and waits for it.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _behind.FlushAsync(cancellationToken);

    /// <summary>Writes what is waiting and stops.</summary>
    public ValueTask DisposeAsync() => _behind.DisposeAsync();

    /// <summary>A full disk must not keep anybody out.</summary>
    private async ValueTask StoreAsync(IReadOnlyList<AccessLogEntry> batch)
    {
        try
        {
            await _log.AppendAsync(batch, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _monitor.CountLostRows(batch.Count);
            JournalLog.RowsFailed(_logger, batch.Count, e);
        }
    }
}

/// <summary>Log lines about the log; ids 1410 to 1419.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(EventId = 1410, Level = LogLevel.Error, Message = "{Rows} rows of the log of decisions could not be written")]
    public static partial void RowsFailed(ILogger logger, int rows, Exception exception);
}
