using Adit.Access.Logging;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>The log as the control API shows it.</summary>
internal static class LogViews
{
    public static AccessLogQuery QueryOf(LogFilter filter) => new()
    {
        User = filter.User,
        Reason = filter.Reason,
        Kind = filter.Kind is { } kind ? Enum.Parse<AccessLogKind>(kind.ToString()) : null,
        SinceUtc = filter.SinceUtc,
        After = filter.After,
        Limit = filter.Limit,
    };

    public static LogView Of(AccessLogEntry entry) => new(
        entry.Id, entry.AtUtc, Enum.Parse<LogKind>(entry.Kind.ToString()), entry.Kind is AccessLogKind.Accounting ? 0 : (int)entry.Kind,
        Some(entry.Code), entry.Reason, entry.Count, Some(entry.UserName), Some(entry.Account), entry.Client, Some(entry.CallingStationId),
        Some(entry.ConnectionPolicy), Some(entry.NetworkPolicy), Some(entry.SessionId), entry.CorrelationId?.ToString(),
        [.. entry.Attributes.Select(attribute => new LogAttributeView(attribute.Key, attribute.Value))]);

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
