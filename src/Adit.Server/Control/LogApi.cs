using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The route of those who read the log.</summary>
internal static class LogApi
{
    private const int MaxLimit = 10_000;

    public static void Map(RouteGroupBuilder api, IServerControl control) =>
        api.MapGet("/log", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.ListLogAsync(ReadFilter(http), aborted), ControlJson.Default.IReadOnlyListLogView));

    private static LogFilter ReadFilter(HttpContext http) => new()
    {
        User = RequestQuery.Find(http, "user"),
        Reason = RequestQuery.Find(http, "reason"),
        Kind = ReadKind(http),
        SinceUtc = RequestQuery.ReadTime(http, "since"),
        After = ReadAfter(http),
        Limit = RequestQuery.ReadNumber(http, "limit", new LogFilter().Limit, 1, MaxLimit),
    };

    private static LogKind? ReadKind(HttpContext http) =>
        RequestQuery.Find(http, "kind") is not { } text ? null
        : Enum.GetValues<LogKind>().Cast<LogKind?>().FirstOrDefault(kind => text == WordOf(kind!.Value))
            ?? throw RequestQuery.Unreadable($"'kind' is to be one of {string.Join(", ", Enum.GetValues<LogKind>().Select(WordOf))}.");

    private static long? ReadAfter(HttpContext http) =>
        RequestQuery.Find(http, "after") is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw RequestQuery.Unreadable("'after' is to be the number of a row.");

    internal static string WordOf(LogKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
