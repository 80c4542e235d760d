using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The control API's routes for who is denied.</summary>
internal static class DenialApi
{
    public static void Map(RouteGroupBuilder denials, IServerControl control)
    {
        denials.MapGet("", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.Denials.ListAsync(aborted), ControlJson.Default.IReadOnlyListDenialView));
        denials.MapPost("", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(
                http, ControlJson.Default.DenialOrder, body => body is { Kind.Length: > 0, Subject.Length: > 0, Reason: not null });
            return Results.Json(await control.Denials.DenyAsync(order, ControlApi.ReadActor(http), aborted), ControlJson.Default.DeniedView);
        });
        denials.MapDelete("", async (HttpContext http, CancellationToken aborted) =>
        {
            await control.Denials.AllowAsync(RequestQuery.Read(http, "kind"), RequestQuery.Read(http, "subject"), ControlApi.ReadActor(http), aborted);
            return Results.NoContent();
        });
    }
}
