using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Control;

/// <summary>
/// The control API's routes. Names travel in the query or the body, never in the path, since a user's name may hold a slash.
/// </summary>
public static class ControlApi
{

    /// <summary>Maps <c>/v1</c>. The listener has established the <see cref="Actor"/> of each request before it gets here.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, IServerControl control)
    {
        var api = endpoints.MapGroup("/v1");
        MapServer(api, control);
        MapAccounts(api.MapGroup("/accounts"), control);
        SheetApi.Map(api.MapGroup("/accounts"), control.Sheets);
        DenialApi.Map(api.MapGroup("/denials"), control);
        MapAttempts(api, control);
        RevocationApi.Map(api, control);
        RadiusApi.Map(api, control);
        ConfigurationApi.Map(api, control.Configuration);
        CertificateApi.Map(api, control);
        LogApi.Map(api, control);
        MonitoringApi.Map(endpoints, api, control);
        PolicyApi.Map(api, control);
    }

    private static void MapServer(RouteGroupBuilder api, IServerControl control)
    {
        api.MapGet("/status", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.GetStatusAsync(aborted), ControlJson.Default.ServerStatus));
        api.MapPost("/drain", async (HttpContext http, CancellationToken aborted) =>
            await Done(control.DrainAsync(RequestQuery.Read(http, "on") == "true", ReadActor(http), aborted)));
        api.MapGet("/sessions", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.ListSessionsAsync(aborted), ControlJson.Default.IReadOnlyListSessionView));
        api.MapDelete("/sessions", async (HttpContext http, CancellationToken aborted) =>
        {
            var subject = RequestQuery.Read(http, "subject");
            var count = await control.DisconnectAsync(subject, ReadActor(http), aborted);
            return count > 0 ? Results.Json(new DisconnectedView(count), ControlJson.Default.DisconnectedView) : throw NoSession(subject);
        });
    }

    private static void MapAccounts(RouteGroupBuilder accounts, IServerControl control)
    {
        accounts.MapGet("", async (HttpContext http, CancellationToken aborted) =>
            Results.Json(await control.ListAccountsAsync(aborted), ControlJson.Default.IReadOnlyListAccountView));
        accounts.MapPost("", async (HttpContext http, CancellationToken aborted) =>
            await Done(control.AddAccountAsync(await ReadAccountAsync(http), ReadActor(http), aborted)));
        accounts.MapPut("/password", async (HttpContext http, CancellationToken aborted) =>
            await Done(control.SetPasswordAsync(await ReadAccountAsync(http), ReadActor(http), aborted)));
        accounts.MapPut("/settings", async (HttpContext http, CancellationToken aborted) =>
        {
            var settings = await RequestBody.ReadAsync(http, ControlJson.Default.AccountOrder, _ => true);
            return await Done(control.SetAccountAsync(RequestQuery.Read(http, "name"), settings, ReadActor(http), aborted));
        });
        accounts.MapPost("/enable", async (HttpContext http, CancellationToken aborted) =>
            await Done(control.SetEnabledAsync(RequestQuery.Read(http, "name"), enabled: true, ReadActor(http), aborted)));
        accounts.MapPost("/disable", async (HttpContext http, CancellationToken aborted) =>
            await Done(control.SetEnabledAsync(RequestQuery.Read(http, "name"), enabled: false, ReadActor(http), aborted)));
        accounts.MapPost("/unlock", async (HttpContext http, CancellationToken aborted) =>
            await Done(control.UnlockAccountAsync(RequestQuery.Read(http, "name"), ReadActor(http), aborted)));
        accounts.MapDelete("", async (HttpContext http, CancellationToken aborted) =>
            await Done(control.RemoveAccountAsync(RequestQuery.Read(http, "name"), ReadActor(http), aborted)));
    }

    private static void MapAttempts(RouteGroupBuilder api, IServerControl control)
    {
        api.MapGet("/why", async (HttpContext http, CancellationToken aborted) =>
        {
            var from = RequestQuery.Find(http, "from");
            var why = await control.WhyAsync(RequestQuery.Read(http, "subject"), from, aborted);
            return Results.Json(why, ControlJson.Default.WhyView);
        });
        AttemptApi.Map(api, control);
    }

    private static async Task<IResult> Done(ValueTask change)
    {
        await change;
        return Results.NoContent();
    }

    internal static Actor ReadActor(HttpContext http) =>
        http.Features.Get<Actor>() ?? throw new InvalidOperationException("The control API is mapped outside the control listener.");

    private static async Task<AccountPassword> ReadAccountAsync(HttpContext http)
    {
        try
        {
            var account = await JsonSerializer.DeserializeAsync(
                http.Request.Body, ControlJson.Default.AccountPassword, http.RequestAborted);
            if (account is not { Name.Length: > 0, Password: not null })
                throw RequestQuery.Unreadable("The body lacks a name or a password.");

            return PasswordForms.IsKnown(account.Form) ? account : throw RequestQuery.Unreadable($"'form' is to be one of {PasswordForms.All}.");
        }
        catch (JsonException exception)
        {
            throw RequestQuery.Unreadable($"The body is not the JSON expected (line {exception.LineNumber + 1}).");
        }
        catch (BadHttpRequestException)
        {
            throw RequestQuery.Unreadable("The body is longer than any account, or broken off.");
        }
    }

    private static ControlException NoSession(string subject) => new(ControlFault.NotFound, new ProblemView(
        "no-session", $"No session has the user or the id '{subject}'.", "List the open ones with 'adit sessions'."));
}
