using Adit.Protocols.Radius;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius.Remote;

/// <summary>Log lines about RADIUS servers that we ask; ids 1410 to 1429.</summary>
internal static partial class RemoteLog
{
    [LoggerMessage(EventId = 1410, Level = LogLevel.Warning,
        Message = "The RADIUS server {Server} of group {Group} does not answer any more ({Door}): it is left alone for a while")]
    public static partial void Down(ILogger logger, string group, string server, RadiusDoor door);

    [LoggerMessage(EventId = 1411, Level = LogLevel.Information, Message = "The RADIUS server {Server} of group {Group} answers again ({Door})")]
    public static partial void Up(ILogger logger, string group, string server, RadiusDoor door);

    [LoggerMessage(EventId = 1412, Level = LogLevel.Warning,
        Message = "A packet from the RADIUS server {Server} of group {Group} was dropped: {Fault}. {Remedy}")]
    public static partial void Dropped(ILogger logger, string group, string server, RadiusFault fault, string remedy);

    [LoggerMessage(EventId = 1413, Level = LogLevel.Warning, Message = "There is no way to the RADIUS server {Server} of group {Group}: {Cause}")]
    public static partial void NoWay(ILogger logger, string group, string server, string cause);

    [LoggerMessage(EventId = 1414, Level = LogLevel.Warning,
        Message = "No RADIUS server of group {Group} takes reports on sessions: they are kept in {File} until one does")]
    public static partial void Spooling(ILogger logger, string group, string file);

    [LoggerMessage(EventId = 1415, Level = LogLevel.Information, Message = "Group {Group} has all reports on sessions that were kept")]
    public static partial void SpoolEmpty(ILogger logger, string group);

    [LoggerMessage(EventId = 1416, Level = LogLevel.Error,
        Message = "{Code}: the reports on sessions that wait for group {Group} are as many as may be kept, and further ones are lost: {File}")]
    public static partial void SpoolFull(ILogger logger, string code, string group, string file);

    [LoggerMessage(EventId = 1417, Level = LogLevel.Error,
        Message = "{Code}: {File}, which keeps reports for group {Group}, is damaged behind {Good} whole ones; what was there is set aside as {Aside}")]
    public static partial void SpoolDamaged(ILogger logger, string code, string group, string file, int good, string aside);

    [LoggerMessage(EventId = 1418, Level = LogLevel.Error, Message = "Reports on sessions for group {Group} could not be kept in {File}, and are lost")]
    public static partial void SpoolFailed(ILogger logger, string group, string file, Exception fault);

    [LoggerMessage(EventId = 1419, Level = LogLevel.Warning, Message = "A report on a session for group {Group} does not fit into a packet, and is lost")]
    public static partial void ReportTooLong(ILogger logger, string group);
}
