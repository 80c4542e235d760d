using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>The control API's routes for our CA, the stores, and requests to other CAs.</summary>
internal static class CertificateApi
{
    public static void Map(RouteGroupBuilder api, IServerControl control)
    {
        MapAuthority(api.MapGroup("/ca"), control);
        MapStores(api.MapGroup("/certificates"), control);
        MapRequests(api.MapGroup("/certificate-requests"), control);
    }

    private static void MapAuthority(RouteGroupBuilder ca, IServerControl control)
    {
        ca.MapGet("", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.Certificates.GetAuthorityAsync(aborted), ControlJson.Default.AuthorityView));
        ca.MapGet("/certificates", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.Certificates.ListIssuedAsync(aborted), ControlJson.Default.IReadOnlyListIssuedView));
        ca.MapPost("/certificates", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.IssueOrder,
                body => body is { Template.Length: > 0, Names: not null, Request: not null } && body.Names.All(name => name is not null));
            return Results.Json(await control.Certificates.IssueAsync(order, ControlApi.ReadActor(http), aborted), ControlJson.Default.NewCertificateView);
        });
        ca.MapPost("/renewals", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.RenewalOrder, body => body is { Certificate.Length: > 0, Request: not null });
            return Results.Json(await control.Certificates.RenewAsync(order, ControlApi.ReadActor(http), aborted), ControlJson.Default.NewCertificateView);
        });
        ca.MapPost("/revocations", async (HttpContext http, CancellationToken aborted) =>
        {
            var revoked = await control.Certificates.RevokeAsync(
                RequestQuery.Read(http, "certificate"), RequestQuery.Find(http, "reason") ?? "unspecified", ControlApi.ReadActor(http), aborted);
            return Results.Json(revoked, ControlJson.Default.IssuedView);
        });
    }

    private static void MapStores(RouteGroupBuilder stores, IServerControl control)
    {
        stores.MapGet("", async (HttpContext http, CancellationToken aborted) => Results.Json(
            await control.Certificates.ListStoredAsync(RequestQuery.Find(http, "store"), aborted), ControlJson.Default.IReadOnlyListStoredView));
        stores.MapPost("", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.ImportOrder, body => body is { Store.Length: > 0, Pem: not null });
            return Results.Json(await control.Certificates.ImportAsync(order, ControlApi.ReadActor(http), aborted), ControlJson.Default.ImportedView);
        });
        stores.MapDelete("", async (HttpContext http, CancellationToken aborted) =>
        {
            await control.Certificates.RemoveAsync(
                RequestQuery.Read(http, "store"), RequestQuery.Read(http, "certificate"), ControlApi.ReadActor(http), aborted);
            return Results.NoContent();
        });
        stores.MapPost("/export", async (HttpContext http, CancellationToken aborted) =>
        {
            var exported = await control.Certificates.ExportAsync(
                RequestQuery.Read(http, "certificate"), RequestQuery.Find(http, "key") == "true", ControlApi.ReadActor(http), aborted);
            return Results.Json(exported, ControlJson.Default.ExportedView);
        });
    }

    private static void MapRequests(RouteGroupBuilder requests, IServerControl control)
    {
        requests.MapGet("", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.Certificates.ListRequestsAsync(aborted), ControlJson.Default.IReadOnlyListPendingRequestView));
        requests.MapPost("", async (HttpContext http, CancellationToken aborted) =>
        {
            var order = await RequestBody.ReadAsync(http, ControlJson.Default.RequestOrder,
                body => body is { Names.Count: > 0, Key: not null } && body.Names.All(name => name is not null));
            return Results.Json(await control.Certificates.RequestAsync(order, ControlApi.ReadActor(http), aborted), ControlJson.Default.PendingRequestView);
        });
        requests.MapDelete("", async (HttpContext http, CancellationToken aborted) =>
        {
            await control.Certificates.RemoveRequestAsync(RequestQuery.Read(http, "id"), ControlApi.ReadActor(http), aborted);
            return Results.NoContent();
        });
    }
}
