using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The control API's routes for the configuration.</summary>
internal static class ConfigurationApi
{
    public static void Map(RouteGroupBuilder api, IConfigurationControl configuration)
    {
        api.MapGet("/configuration", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await configuration.GetAsync(aborted), ControlJson.Default.JsonObject));
        api.MapPost("/reload", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await configuration.ReloadAsync(ControlApi.ReadActor(http), aborted), ControlJson.Default.ReloadView));
    }
}
