using Adit.Protocols;
using Adit.Server.Control;
using Adit.Server.Listeners;
using Adit.Server.Sessions;

namespace Adit.Server.Hosting;

/// <summary>The session table, as the control API sees it.</summary>
internal sealed class OpenSessions(SessionTable sessions, HalfOpenLimiter halfOpen, TimeProvider clock) : IOpenSessions
{
    public int Count => sessions.Count;

    public int HalfOpen => halfOpen.Count;

    public bool IsDraining
    {
        get => sessions.IsDraining;
        set => sessions.IsDraining = value;
    }

    public IReadOnlyList<SessionView> List() =>
        [.. sessions.Open.OrderBy(session => session.OpenSince).Select(session => SessionViews.Of(session, clock.GetUtcNow()))];

    public int Disconnect(string userOrId, Failure reason) => sessions.Disconnect(userOrId, reason);

    public int Block(string account, Failure reason) => sessions.Block(account, reason);

    public int EndOfCertificate(string fingerprint, Failure reason) => sessions.EndOfCertificates(certificate => certificate == fingerprint, reason);

    public int EndOfCertificates(Func<string, bool> isMeant, Failure reason) => sessions.EndOfCertificates(isMeant, reason);
}
