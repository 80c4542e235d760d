using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Radius;
using Adit.Protocols.Sstp;

namespace Adit.Server.Sessions;

/// <summary>
/// What the authority is told of one session: its start, how it goes, its stop. One after another: a stop that overtakes its start would
/// leave a session open in the books for ever. In the call's order, but for <see cref="IsDue"/>.
/// </summary>
internal sealed class SessionReports(SessionServices services, ServerSession session)
{
    private DateTimeOffset? _nextAt;

    /// <summary>Completes when the reports so far have been written, or have failed.</summary>
    public Task Written { get; private set; } = Task.CompletedTask;

    /// <summary>Whether to report on how it goes; the first time is an interval after the start. One thread at a time.</summary>
    public bool IsDue(DateTimeOffset since, TimeSpan interval, DateTimeOffset now)
    {
        _nextAt ??= since + InterimReports.Jitter(interval);
        if (now < _nextAt)
            return false;

        _nextAt = now + InterimReports.Jitter(interval);
        return true;
    }

    /// <summary>Tells how it goes, unless an earlier report is still on its way.</summary>
    public void Progress()
    {
        if (Written.IsCompleted)
            Add(AccountingStatus.InterimUpdate);
    }

    /// <summary>Tells of this; a report that fails is logged and never holds up the session.</summary>
    /// <param name="status">What is told.</param>
    /// <param name="failure">Why it has stopped; null where it was wished.</param>
    public void Add(AccountingStatus status, Failure? failure = null)
    {
        var former = Written;
        Written = AddAsync();

        async Task AddAsync()
        {
            await former;
            await WriteAsync(status, failure);
        }
    }

    private async Task WriteAsync(AccountingStatus status, Failure? failure)
    {
        try
        {
            await services.Authority.AccountAsync(RequestOf(status, failure), CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            SessionLog.AccountingFailed(services.Logger, e, session.Id);
        }
    }

    private AccountingRequest RequestOf(AccountingStatus status, Failure? failure)
    {
        var traffic = session.Driver.Traffic;
        return new AccountingRequest(status, session.Id, session.User!, services.Gateway, session.Peer.Address.ToString())
        {
            FramedIpAddress = session.Address,
            FramedIpv6Prefix = session.Ipv6.Prefix,
            CorrelationId = session.Attempt.CorrelationId,
            Classes = session.Classes,
            InputOctets = (ulong)traffic.BytesReceived,
            OutputOctets = (ulong)traffic.BytesSent,
            InputPackets = (uint)traffic.PacketsReceived,
            OutputPackets = (uint)traffic.PacketsSent,
            SessionTime = services.Clock.GetUtcNow() - session.OpenSince!.Value,
            TerminateCause = status is AccountingStatus.Stop ? CauseOf(failure) : TerminateCause.None,
        };
    }

    private static TerminateCause CauseOf(Failure? failure) => failure switch
    {
        null => TerminateCause.UserRequest,
        CallFailure.IdleTooLong => TerminateCause.IdleTimeout,
        CallFailure.SessionTimeOver => TerminateCause.SessionTimeout,
        CallFailure.DisconnectedByAdministrator or CallFailure.AccountBlocked => TerminateCause.AdminReset,
        LimitFailure.ReplacedByNewer => TerminateCause.NasRequest,
        AccessFailure => TerminateCause.ReauthenticationFailure,
        CallFailure.ServerStopping => TerminateCause.AdminReboot,
        SstpFailure.TransportLost or SstpFailure.PeerSilent => TerminateCause.LostCarrier,
        _ => TerminateCause.NasError,
    };
}
