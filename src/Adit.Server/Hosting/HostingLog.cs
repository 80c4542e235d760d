using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(EventId = 1901, Level = LogLevel.Error,
        Message = "What was done for {Part} could not be undone and may still be there; the rest is undone all the same: {Reason}")]
    public static partial void UndoFailed(ILogger logger, string part, string reason, Exception exception);

    [LoggerMessage(EventId = 1902, Level = LogLevel.Warning,
        Message = "The key file is not the one that these accounts' passwords were sealed with, so they cannot sign in: {Accounts}. "
            + "Put back seal.key, or set their passwords anew with 'adit user passwd'")]
    public static partial void AccountsUnreadable(ILogger logger, string accounts);

    [LoggerMessage(EventId = 1903, Level = LogLevel.Information,
        Message = "New TLS handshakes get a new certificate, valid until {NotAfter:u} ({Reason})")]
    public static partial void CertificateRenewed(ILogger logger, DateTime notAfter, string reason);

    [LoggerMessage(EventId = 1904, Level = LogLevel.Error, Message = "Maintenance failed and is tried again later: {Step}")]
    public static partial void MaintenanceFailed(ILogger logger, string step, Exception exception);

    [LoggerMessage(EventId = 1908, Level = LogLevel.Information, Message = "The configuration was read again at the request of {Actor}: {Changes}")]
    public static partial void Reloaded(ILogger logger, string actor, string changes);

    [LoggerMessage(EventId = 1909, Level = LogLevel.Warning,
        Message = "The configuration was not read again as {Actor} requested, and nothing is changed: {Reason} Next: {NextStep}")]
    public static partial void ReloadRefused(ILogger logger, string actor, string reason, string nextStep);

    [LoggerMessage(EventId = 1911, Level = LogLevel.Error,
        Message = "The database is away ({Reason}). Log-ins go on from what was last seen of it, for {Snapshot} at most; accounting and records are lost until it is back")]
    public static partial void DatabaseAway(ILogger logger, string reason, TimeSpan snapshot);

    [LoggerMessage(EventId = 1912, Level = LogLevel.Warning, Message = "The database is back")]
    public static partial void DatabaseBack(ILogger logger);

    [LoggerMessage(EventId = 1913, Level = LogLevel.Information,
        Message = "The kernel refuses these offloads of {Device}: {Offloads}. Everything works, but such packets pass one by one, or the kernel "
            + "computes their checksums, and each gigabyte takes more CPU; a newer kernel may have them")]
    public static partial void OffloadsRefused(ILogger logger, string device, string offloads);

    [LoggerMessage(EventId = 1905, Level = LogLevel.Error,
        Message = "The next renewal of the server's certificate would fail: {Code}, {Facts}. See 'adit explain {Code}'")]
    public static partial void RehearsalFailed(ILogger logger, string code, string facts);
}
