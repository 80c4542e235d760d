using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The routes of those who look at attempts.</summary>
internal static class AttemptApi
{
    private const int MaxLimit = 1000;

    public static void Map(RouteGroupBuilder api, IServerControl control)
    {
        api.MapGet("/attempts", async (HttpContext http, CancellationToken aborted) => Results.Json(
            await control.ListAttemptsAsync(ReadFilter(http), aborted), ControlJson.Default.IReadOnlyListAttemptView));
        api.MapGet("/attempts/export", async (HttpContext http, CancellationToken aborted) => Results.Json(
            await control.ExportAttemptAsync(RequestQuery.Read(http, "subject"), aborted) ?? throw NoAttempt(RequestQuery.Read(http, "subject")),
            ControlJson.Default.AttemptView));
        api.MapGet("/attempts/nameless", async (HttpContext http, CancellationToken aborted) => Results.Json(
            await control.ListNamelessAsync(RequestQuery.ReadTime(http, "since") ?? DateTimeOffset.UnixEpoch, ReadLimit(http), aborted),
            ControlJson.Default.IReadOnlyListNamelessView));
    }

    private static AttemptFilter ReadFilter(HttpContext http) => new()
    {
        FailedOnly = RequestQuery.Find(http, "failed") == "true",
        SinceUtc = RequestQuery.ReadTime(http, "since"),
        Limit = ReadLimit(http),
    };

    private static ControlException NoAttempt(string id) => new(ControlFault.NotFound, new ProblemView(
        "no-attempt", $"There is no attempt '{id}'.", "See 'adit attempts'."));

    private static int ReadLimit(HttpContext http) => RequestQuery.ReadNumber(http, "limit", new AttemptFilter().Limit, 1, MaxLimit);
}
