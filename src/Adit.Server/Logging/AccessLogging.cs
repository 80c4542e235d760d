using Adit.Access.Logging;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Monitoring;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Logging;

/// <summary>The log of decisions and reports at work: what makes its rows, what writes them, and what forgets them.</summary>
internal sealed class AccessLogging
{
    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);

    private readonly IAccessLog _log;
    private readonly LiveConfiguration _live;
    private readonly AccessJournal _journal;

    public AccessLogging(IAccessLog log, ServerMonitor monitor, LiveConfiguration live, TimeProvider clock, ILogger logger, UndoStack undo)
    {
        (_log, _live) = (log, live);
        _journal = undo.Keep(new AccessJournal(log, monitor, logger));
        Discards = undo.Keep(new DiscardSums(clock, _journal.Write));
        Decisions = new DecisionLog(clock, _journal.Write);
    }

    /// <summary>What the authority tells.</summary>
    public DecisionLog Decisions { get; }

    /// <summary>What the RADIUS server drops.</summary>
    public DiscardSums Discards { get; }

    /// <summary>Writes what is waiting, and waits for it.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _journal.FlushAsync(cancellationToken);

    /// <summary>What is due again and again.</summary>
    public IEnumerable<Duty> Duties =>
    [
        Discards.Duty,
        new Duty("forget old rows of the log", BetweenForgetting, async now =>
            await _log.PruneAsync(_live.Current.Log.Rows, now - _live.Current.Log.KeptFor, CancellationToken.None)),
    ];
}
