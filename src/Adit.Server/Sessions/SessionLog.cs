using System.Net;
using Adit.Protocols.Ip;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Sessions;

/// <summary>Log lines about sessions; ids 1300 to 1399.</summary>
internal static partial class SessionLog
{
    /// <summary>A call has its address.</summary>
    public static void Opened(ILogger logger, string session, string user, IPEndPoint peer, Ipv4Address address, TimeSpan setupTime) =>
        OpenedWithin(logger, session, user, peer, address, (long)setupTime.TotalMilliseconds);

    /// <summary>A call is over, whether it had come so far or not.</summary>
    public static void Ended(ILogger logger, string session, string user, IPEndPoint peer, TimeSpan duration, string failure) =>
        EndedAfter(logger, session, user, peer, TimeSpan.FromSeconds((long)duration.TotalSeconds), failure); // whole ones: "00:07:31", no decimals

    [LoggerMessage(EventId = 1303, Level = LogLevel.Error, Message = "Session {Session}: no answer could be found, the call is refused")]
    public static partial void AnswerFailed(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 1304, Level = LogLevel.Error, Message = "Session {Session}: its accounting could not be written")]
    public static partial void AccountingFailed(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 1305, Level = LogLevel.Error, Message = "Attempts could not be written")]
    public static partial void AttemptsFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1306, Level = LogLevel.Error, Message = "A fault of ours ended the connection from {Peer}")]
    public static partial void Faulted(ILogger logger, Exception exception, IPEndPoint peer);

    [LoggerMessage(EventId = 1307, Level = LogLevel.Error, Message = "Session {Session}: its address {Address} could not be given back")]
    public static partial void ReleaseFailed(ILogger logger, Exception exception, string session, Ipv4Address address);

    [LoggerMessage(EventId = 1308, Level = LogLevel.Warning,
        Message = "The kernel refuses {Kind} in super-packets, though it offers to take them: packets are written one by one, at more CPU, until it is updated")]
    public static partial void WritesRefused(ILogger logger, string kind);

    [LoggerMessage(EventId = 1331, Level = LogLevel.Error, Message = "Nobody can connect at {EndPoint}, which cannot be opened again: {Cause}")]
    public static partial void NotListening(ILogger logger, IPEndPoint endPoint, string cause);

    [LoggerMessage(EventId = 1320, Level = LogLevel.Warning,
        Message = "Session {Session}: 'routes' of the configuration are too many for one packet of its 'mtu', and were not told")]
    public static partial void RoutesLeftOut(ILogger logger, string session);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Information, Message = "Session {Session}: {User} from {Peer} has {Address} after {SetupTime} ms")]
    private static partial void OpenedWithin(ILogger logger, string session, string user, IPEndPoint peer, Ipv4Address address, long setupTime);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Information, Message = "Session {Session}: {User} from {Peer} ended after {Duration}: {Failure}")]
    private static partial void EndedAfter(ILogger logger, string session, string user, IPEndPoint peer, TimeSpan duration, string failure);
}
