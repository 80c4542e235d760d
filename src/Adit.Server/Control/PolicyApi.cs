using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The control API's routes for policies.</summary>
internal static class PolicyApi
{
    public static void Map(RouteGroupBuilder api, IServerControl control)
    {
        api.MapGet("/policies", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.Policies.ListAsync(aborted), ControlJson.Default.IReadOnlyListPolicyView));
        api.MapPost("/policies/test", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.PolicyOrder, body => body is { User.Length: > 0 });
            return Results.Json(await control.Policies.TestAsync(order, aborted), ControlJson.Default.PolicyTrialView);
        });
    }
}
