using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The routes of those who watch: events, the audit, what is counted and filtered, and the description of the API itself.</summary>
internal static class MonitoringApi
{
    private const int DefaultAudit = 100;
    private const int MaxAudit = 1000;
    private const int DefaultRecent = 0;

    public static void Map(IEndpointRouteBuilder endpoints, RouteGroupBuilder api, IServerControl control)
    {
        api.MapGet("/events", (HttpContext http) => EventStream.WriteAsync(http, control.Events,
            ReadLastEventId(http), RequestQuery.ReadNumber(http, "recent", DefaultRecent, 0, EventHub.Kept), http.Request.Query["follow"] != "false"));
        api.MapGet("/audit", async (HttpContext http, CancellationToken aborted) =>
        {
            var limit = RequestQuery.ReadNumber(http, "limit", DefaultAudit, 1, MaxAudit);
            var audit = await control.ListAuditAsync(RequestQuery.ReadTime(http, "since"), RequestQuery.Find(http, "actor"), limit, aborted);
            return Results.Json(audit, ControlJson.Default.IReadOnlyListAuditView);
        });
        api.MapGet("/filters", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.ListFiltersAsync(aborted), ControlJson.Default.IReadOnlyListFilterRuleView));
        endpoints.MapGet("/openapi.json", (HttpContext http) => Results.Text(ApiDescription.Text, "application/json"));
        endpoints.MapGet("/metrics", async (HttpContext http, CancellationToken aborted) =>
            Results.Text(await control.WriteMetricsAsync(aborted), Monitoring.Exposition.ContentType));
    }

    /// <summary>An id that cannot be ours is that of an event that we no longer have.</summary>
    private static long? ReadLastEventId(HttpContext http) => http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } text
        ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0
        : null;
}
