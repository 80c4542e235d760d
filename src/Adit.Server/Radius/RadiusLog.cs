using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Dynamic;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius;

internal static partial class RadiusLog
{
    [LoggerMessage(EventId = 6274, Level = LogLevel.Warning, Message = "A packet of the RADIUS client {Client} was dropped: {Fault}. {Remedy}")]
    public static partial void Dropped(ILogger logger, string client, RadiusFault fault, string remedy);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Information, Message = "The RADIUS client {Client} had its {Kind} for {Subject} carried out")]
    public static partial void Changed(ILogger logger, string client, RadiusCode kind, string subject);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning,
        Message = "A {Kind} of the RADIUS client {Client} was refused: {Cause} (attribute: {Attribute})")]
    public static partial void NotChanged(ILogger logger, string client, RadiusCode kind, ErrorCause cause, string attribute);

    [LoggerMessage(EventId = 1404, Level = LogLevel.Warning,
        Message = "A wish of the RADIUS client {Client} was dropped: {Reason}. See mayChangeSessions, requireEventTimestamp and the clocks of both sides.")]
    public static partial void WishDropped(ILogger logger, string client, string reason);

    [LoggerMessage(EventId = 1401, Level = LogLevel.Error, Message = "A request of the RADIUS client {Client} got no decision")]
    public static partial void NoDecision(ILogger logger, string client, Exception fault);
}
