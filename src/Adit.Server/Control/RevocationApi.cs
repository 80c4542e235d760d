using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The control API's routes for revocation.</summary>
internal static class RevocationApi
{
    public static void Map(RouteGroupBuilder api, IServerControl control)
    {
        api.MapPost("/revocation/lookup", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.LookupOrder, body => body is { Role.Length: > 0, Pem.Length: > 0 });
            return Results.Json(await control.Revocation.LookUpAsync(order, aborted), ControlJson.Default.RevocationView);
        });
        api.MapPost("/revocation/flush", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.Revocation.FlushAsync(ControlApi.ReadActor(http), aborted), ControlJson.Default.FlushedView));
    }
}
