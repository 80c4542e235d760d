using System.Net;
using Adit.Server.Configuration;
using Adit.Server.Listeners;
using Adit.Server.Sessions;
using Adit.Server.Web;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>The ports, bound but not yet served, with the table of sessions behind them.</summary>
internal sealed record OpenDoors(
    SessionTable Sessions, HalfOpenLimiter HalfOpen, IReadOnlyList<IPEndPoint> PlainHttp, ListenerSet Listeners)
{
    /// <summary>Binds every port; one of plain HTTP that is taken is left out.</summary>
    public static async Task<OpenDoors> BindAsync(
        LiveConfiguration live, ServerState state, string gateway, TimeProvider clock, ILoggerFactory loggers, UndoStack undo)
    {
        var configuration = live.Current;
        var journal = undo.Keep(new AttemptJournal(state.Database.Attempts, gateway, clock, loggers.CreateLogger("Adit.Attempts")));
        var halfOpen = new HalfOpenLimiter(() => live.Current.Limits);
        var sessions = new SessionTable(live, journal);
        var plainHttp = configuration.PlainHttp.Where(ListeningSocket.IsFree).ToList();
        var web = undo.Keep(await WebFront.StartAsync(plainHttp, state.Ca.Certificate, () => sessions.RefusalReason is null));
        var listeners = undo.Keep(new ListenerSet(
            endPoint => new TlsListener(endPoint, live, () => state.Certificate.Current, halfOpen, sessions, web)));
        listeners.Bind(configuration.Listen);
        return new OpenDoors(sessions, halfOpen, plainHttp, listeners);
    }
}
