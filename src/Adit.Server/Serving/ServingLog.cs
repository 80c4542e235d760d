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

    [LoggerMessage(EventId = 1923, Level = LogLevel.Warning,
        Message = "The certificate of {Source} ends in {Days} days, at {NotAfter:u}, and callers are shown no newer one ({Fingerprint})")]
    public static partial void Expiring(ILogger logger, string source, string fingerprint, DateTimeOffset notAfter, int days);

    [LoggerMessage(EventId = 1924, Level = LogLevel.Error,
        Message = "The certificate of {Source} has ended, at {NotAfter:u}: no client connects any more ({Fingerprint})")]
    public static partial void Expired(ILogger logger, string source, string fingerprint, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 1925, Level = LogLevel.Error, Message = "The certificate hook {Program} was told '{News}' and failed: {Reason}")]
    public static partial void HookFailed(ILogger logger, string program, string news, string reason);
}
