using Microsoft.Extensions.Logging;

namespace Adit.Server.Listeners;

internal static partial class ListenerLog
{
    [LoggerMessage(EventId = 1332, Level = LogLevel.Error, Message = "The balancer's certificate {Path} cannot be read: {Cause}")]
    public static partial void CertificateUnreadable(ILogger logger, string path, string cause);
}
