using Microsoft.Extensions.Logging;

namespace Adit.Server.Serving;

internal static partial class ServingLog
{
    [LoggerMessage(EventId = 1921, Level = LogLevel.Error,
        Message = "The new certificate of {Source} is not taken, and the one before stays ({Fingerprint}, which ends {NotAfter:u}): {Reason}")]
    public static partial void Refused(ILogger logger, string source, string reason, string fingerprint, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 1922, Level = LogLevel.Information,
        Message = "New TLS handshakes get the new certificate of {Source}: {Fingerprint}, which ends {NotAfter:u}")]
    public static partial void Replaced(ILogger logger, string source, string fingerprint, DateTimeOffset notAfter);
}
