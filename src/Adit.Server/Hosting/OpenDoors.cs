using System.Net;
using Adit.Certificates.Revocation.Ocsp;
using Adit.Server.Configuration;
using Adit.Server.Listeners;
using Adit.Server.Serving;
using Adit.Server.Sessions;
using Adit.Server.Web;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>The ports, bound but not yet served, with the table of sessions behind them.</summary>
internal sealed record OpenDoors(
    SessionTable Sessions, HalfOpenLimiter HalfOpen, IReadOnlyList<IPEndPoint> PlainHttp, IReadOnlyList<ListenerSet> Listeners)
{
    /// <summary>Binds every port; one of plain HTTP that is taken is left out.</summary>
    public static async Task<OpenDoors> BindAsync(
        LiveConfiguration live, ServerState state, ShownCertificates certificates, string gateway, TimeProvider clock, ILoggerFactory loggers, UndoStack undo)
    {
        var configuration = live.Current;
        var journal = undo.Keep(new AttemptJournal(state.Database.Attempts, gateway, clock, loggers.CreateLogger("Adit.Attempts"))
        {
            Recordings = state.Database.Recordings,
            Options = () => live.Current.Attempts,
        });
        var halfOpen = new HalfOpenLimiter(() => live.Current.Limits);
        var sessions = new SessionTable(live, journal);
        var plainHttp = configuration.PlainHttp.Where(ListeningSocket.IsFree).ToList();
        var web = undo.Keep(await WebFront.StartAsync(plainHttp, state.Ca.Certificate, () => sessions.RefusalReason is null,
            pages => AuthorityPages.Map(pages, state.Ca, state.Lists),
            pages => OcspPages.Map(pages, new OcspResponder(state.Ca.Issuer, state.Ca.SignData, state.Database.Certificates, clock))));
        var tls = new TlsReception(certificates.Choose, live);
        var listeners = new ListenerSet(
            at => at.Listen, endPoint => new SstpListener(endPoint, live, tls, halfOpen, sessions, web));
        undo.Keep(listeners).Bind(configuration);
        var balancers = new BalancerCertificates(loggers.CreateLogger("Adit.Listeners"));
        var plain = new PlainReception(live, () => balancers.Of(live.Current.PlainSstp.Certificates));
        var plainListeners = new ListenerSet(
            at => at.PlainSstp.Listen, endPoint => new SstpListener(endPoint, live, plain, halfOpen, sessions, web));
        undo.Keep(plainListeners).Bind(configuration);
        return new OpenDoors(sessions, halfOpen, plainHttp, [listeners, plainListeners]);
    }
}
