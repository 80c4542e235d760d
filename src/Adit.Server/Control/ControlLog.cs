using Microsoft.Extensions.Logging;

namespace Adit.Server.Control;

internal static partial class ControlLog
{
    [LoggerMessage(EventId = 1801, Level = LogLevel.Warning, Message = "A control request of user id {UserId} was refused")]
    public static partial void CallerRefused(ILogger logger, int userId);

    [LoggerMessage(EventId = 1802, Level = LogLevel.Error, Message = "The control request {Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);
}
