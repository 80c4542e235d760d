using Adit.Access.Logging;
using Adit.Server.Monitoring;
using Adit.Server.Sessions;
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
        monitor.WaitingRows = () => _behind.Waiting;
    }

    /// <summary>Takes a row.</summary>
    public void Write(AccessLogEntry entry)
    {
        if (!_behind.TryAdd(entry))
            _monitor.CountLostRows(1);
    }

    /// <summary>The machine's log has them too, under the numbers that administrators look for. What is cleaned was chosen by a stranger.</summary>
    private void Tell(AccessLogEntry entry)
    {
        var (user, from) = (PrintableText.Of(entry.UserName), FirstOf(PrintableText.Of(entry.CallingStationId), PrintableText.Of(entry.Client)));
        switch (entry.Kind)
        {
            case AccessLogKind.Granted:
                JournalLog.Granted(_logger, user, from, FirstOf(entry.NetworkPolicy), entry.SessionId);
                break;
            case AccessLogKind.Denied:
                JournalLog.Denied(_logger, user, from, FirstOf(entry.NetworkPolicy), entry.Code, entry.Reason);
                break;
            case AccessLogKind.Discarded:
                JournalLog.Discarded(_logger, entry.Count, PrintableText.Of(entry.Client), entry.Code);
                break;
            case AccessLogKind.AccountingDiscarded:
                JournalLog.AccountingDiscarded(_logger, entry.Count, PrintableText.Of(entry.Client), entry.Code);
                break;
            case AccessLogKind.Locked:
                JournalLog.Locked(_logger, user, from);
                break;
            case AccessLogKind.Unlocked:
                JournalLog.Unlocked(_logger, user);
                break;
        }
    }

    /// <summary>The first that says anything, or the dash that stands for nothing.</summary>
    private static string FirstOf(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
                return text;
        }

        return "-";
    }

    /// <summary>Writes what is waiting, and waits for it.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _behind.FlushAsync(cancellationToken);

    /// <summary>Writes what is waiting and stops.</summary>
    public ValueTask DisposeAsync() => _behind.DisposeAsync();

    /// <summary>A full disk must not keep anybody out.</summary>
    private async ValueTask StoreAsync(IReadOnlyList<AccessLogEntry> batch)
    {
        foreach (var entry in batch)
            Tell(entry);
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

/// <summary>Log lines about the log; ids 1410 to 1419, and its rows under the numbers of a Windows policy server's events.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(EventId = 6272, Level = LogLevel.Information,
        Message = "Event 6272: {User} from {From} was granted access by the policy '{Policy}', session {Session}")]
    public static partial void Granted(ILogger logger, string user, string from, string policy, string session);

    [LoggerMessage(EventId = 6273, Level = LogLevel.Information,
        Message = "Event 6273: {User} from {From} was denied access by the policy '{Policy}': {Code}, reason code {Reason}")]
    public static partial void Denied(ILogger logger, string user, string from, string policy, string code, int reason);

    [LoggerMessage(EventId = 6274, Level = LogLevel.Information, Message = "Event 6274: {Count} requests of {Client} were discarded: {Code}")]
    public static partial void Discarded(ILogger logger, int count, string client, string code);

    [LoggerMessage(EventId = 6275, Level = LogLevel.Information, Message = "Event 6275: {Count} reports of {Client} were discarded: {Code}")]
    public static partial void AccountingDiscarded(ILogger logger, int count, string client, string code);

    [LoggerMessage(EventId = 6279, Level = LogLevel.Warning, Message = "Event 6279: the account of {User} is locked after wrong passwords, the last from {From}")]
    public static partial void Locked(ILogger logger, string user, string from);

    [LoggerMessage(EventId = 6280, Level = LogLevel.Information, Message = "Event 6280: the account of {User} is unlocked")]
    public static partial void Unlocked(ILogger logger, string user);

    [LoggerMessage(EventId = 1410, Level = LogLevel.Error, Message = "{Rows} rows of the log of decisions could not be written")]
    public static partial void RowsFailed(ILogger logger, int rows, Exception exception);
}
