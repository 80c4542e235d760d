using Adit.Access.Decisions;
using Adit.Transport;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;
using Adit.Protocols.Sstp;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;
using Adit.Server.Network;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Sessions;

/// <summary>What every session of this gateway needs.</summary>
internal sealed record SessionServices(
    LiveConfiguration Live,
    string Gateway,
    IAuthority Authority,
    AddressPool Pool,
    Func<Ipv4Address> OwnAddress,
    TunWriter Tun,
    SessionTable Table,
    IRandomSource Random,
    TimeProvider Clock,
    ILogger Logger)
{
    /// <summary>IPv6 for sessions; null where they get none.</summary>
    public Ipv6Gateway? Ipv6 { get; init; }

    /// <summary>The networks behind clients; null where they are not led anywhere.</summary>
    public RoutesBehind? Behind { get; init; }

    /// <summary>What calls are told and say, written down where that is wanted.</summary>
    public CallRecordings Recordings { get; } = new();

    /// <summary>The configuration in force.</summary>
    public ServerConfiguration Configuration => Live.Current;

    /// <summary>Reports to the authority; a report that fails is logged and never holds up a session.</summary>
    public async Task AccountAsync(ServerSession session, AccountingStatus status, Failure? failure)
    {
        try
        {
            await Authority.AccountAsync(ReportOf(session, status, failure), CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            SessionLog.AccountingFailed(Logger, e, session.Id);
        }
    }

    /// <summary>Gives an address back; a failure is logged.</summary>
    public async Task ReleaseAsync(ServerSession session, Ipv4Address address)
    {
        try
        {
            await Pool.ReleaseAsync(address, session.Id);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            SessionLog.ReleaseFailed(Logger, e, session.Id, address);
        }
    }

    private AccountingRequest ReportOf(ServerSession session, AccountingStatus status, Failure? failure)
    {
        var traffic = session.Driver.Traffic;
        return new AccountingRequest(status, session.Id, session.User!, Gateway, session.Peer.Address.ToString())
        {
            FramedIpAddress = session.Address,
            FramedIpv6Prefix = session.Ipv6.Prefix,
            CorrelationId = session.Attempt.CorrelationId,
            Classes = session.Classes,
            InputOctets = (ulong)traffic.BytesReceived,
            OutputOctets = (ulong)traffic.BytesSent,
            InputPackets = (uint)traffic.PacketsReceived,
            OutputPackets = (uint)traffic.PacketsSent,
            SessionTime = Clock.GetUtcNow() - session.OpenSince!.Value,
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
