using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

internal static partial class RevocationLog
{
    [LoggerMessage(EventId = 1950, Level = LogLevel.Warning,
        Message = "The revocation list {Address} could not be renewed; the last one holds until it ends. {Problem}")]
    public static partial void NotRenewed(ILogger logger, string address, string problem);
}
