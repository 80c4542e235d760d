using Adit.Access.Accounts.Import;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The control API's routes for many accounts at once.</summary>
internal static class SheetApi
{
    private const long MaxBytes = 3L * AccountImport.MaxLength; // as JSON has it

    public static void Map(RouteGroupBuilder accounts, ISheetControl control)
    {
        accounts.MapPost("/import", async (HttpContext http, CancellationToken aborted) =>
        {
            http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBytes;
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.SheetOrder,
                body => body.Text is not null && body.Format is null or "csv" or "users" && PasswordForms.IsKnown(body.Form));
            return Results.Json(await control.ImportAsync(order, ControlApi.ReadActor(http), aborted), ControlJson.Default.SheetView);
        });
        accounts.MapGet("/export", async (HttpContext http, CancellationToken aborted) =>
            Results.Text(await control.ExportAsync(ControlApi.ReadActor(http), aborted), "text/csv; charset=utf-8"));
    }
}
