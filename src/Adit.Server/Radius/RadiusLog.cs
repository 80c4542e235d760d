using Adit.Protocols.Radius;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius;

internal static partial class RadiusLog
{
    [LoggerMessage(EventId = 6274, Level = LogLevel.Warning, Message = "A packet of the RADIUS client {Client} was dropped: {Fault}. {Remedy}")]
    public static partial void Dropped(ILogger logger, string client, RadiusFault fault, string remedy);

    [LoggerMessage(EventId = 1401, Level = LogLevel.Error, Message = "A request of the RADIUS client {Client} got no decision")]
    public static partial void NoDecision(ILogger logger, string client, Exception fault);
}
