using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The control API's routes for RADIUS.</summary>
internal static class RadiusApi
{
    public static void Map(RouteGroupBuilder api, IServerControl control)
    {
        api.MapGet("/radius", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.Radius.ListAsync(aborted), ControlJson.Default.RadiusView));
        api.MapPost("/radius/test", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.RadiusTestOrder,
                body => body.Group is { Length: > 0 } && body.User is null == body.Password is null);
            return Results.Json(await control.Radius.TestAsync(order, ControlApi.ReadActor(http), aborted), ControlJson.Default.RadiusTestView);
        });
    }
}
