using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses;

/// <summary>Log lines about addresses; ids 1500 to 1599.</summary>
internal static partial class AddressLog
{
    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning,
        Message = "{Code}: {Address} is used by another host on {Interface}; it is left alone for {Memory}")]
    public static partial void UsedByAnother(ILogger logger, string code, string address, string @interface, TimeSpan memory);

    [LoggerMessage(EventId = 1511, Level = LogLevel.Warning,
        Message = "ADDR-104: {Address}, leased on {Interface}, is used by another host there; the DHCP server is told, and asked for another one")]
    public static partial void LeaseDeclined(ILogger logger, string address, string @interface);

    [LoggerMessage(EventId = 1512, Level = LogLevel.Warning, Message = "{Code}: session {Session} of {Account} got no lease on {Interface}: {Reason}")]
    public static partial void NoLease(ILogger logger, string code, string session, string account, string @interface, string reason);

    [LoggerMessage(EventId = 1513, Level = LogLevel.Warning,
        Message = "ADDR-123: the lease of {Address} on {Interface} is lost ({Reason}), and session {Session} ends with it")]
    public static partial void LeaseLost(ILogger logger, string address, string @interface, string reason, string session);

    [LoggerMessage(EventId = 1514, Level = LogLevel.Warning,
        Message = "ADDR-124: session {Session} of {Account} has {Address}, with which it reaches this gateway alone")]
    public static partial void LinkLocalGiven(ILogger logger, string session, string account, string address);

    [LoggerMessage(EventId = 1515, Level = LogLevel.Warning, Message = "Nothing can be sent or heard on {Interface} at the port of DHCP: {Reason}")]
    public static partial void PortFailed(ILogger logger, string @interface, string reason);

    [LoggerMessage(EventId = 1505, Level = LogLevel.Warning, Message = "ADDR-107: {Network} behind {Account} is not reached through session {Session}: {Reason}")]
    public static partial void RouteRefused(ILogger logger, string network, string account, string session, string reason);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "{Address} could not be taken from the network: {Reason}")]
    public static partial void NotRemoved(ILogger logger, string address, string reason);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Warning,
        Message = "{Code}: {Address} is used by another host on {Interface}, and by a session; it is not answered for")]
    public static partial void NotAnswered(ILogger logger, string code, string address, string @interface);

    [LoggerMessage(EventId = 1504, Level = LogLevel.Warning, Message = "{Address} could not be brought into the network: {Reason}")]
    public static partial void NotBrought(ILogger logger, string address, string reason);
}
