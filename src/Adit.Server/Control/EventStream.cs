using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adit.Server.Control;

/// <summary>Events as <c>text/event-stream</c> (WHATWG HTML §9.2), until the reader leaves, falls behind, or the server stops.</summary>
internal static class EventStream
{
    /// <summary>So that a reader, and whatever stands between, can tell silence from a dead connection.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Tells what happened behind <paramref name="after"/>, or else the last ones, and goes on where asked to.</summary>
    public static async Task WriteAsync(HttpContext http, EventHub events, long? after, int recent, bool follow)
    {
        using var reader = events.Read(after, recent) ?? throw new ControlException(ControlFault.Conflict, new ProblemView(
            "too-many-readers", $"{EventHub.MaxReaders} readers of the events are there already.", "End one of them, or read without --follow."));
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping, reader.TooSlow);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await http.Response.Body.FlushAsync(ending.Token); // the header, also where nothing has happened yet
            foreach (var told in reader.Backlog)
                await WriteAsync(http.Response, told, ending.Token);
            while (follow)
                await WriteNextAsync(http.Response, reader, ending.Token);
        }
        catch (OperationCanceledException)
        {
            if (reader.TooSlow.IsCancellationRequested)
                http.Abort(); // what is buffered would never leave
        }
    }

    private static async Task WriteNextAsync(HttpResponse response, EventReader reader, CancellationToken ending)
    {
        var next = reader.Events.WaitToReadAsync(ending).AsTask();
        while (await Task.WhenAny(next, Task.Delay(Heartbeat, ending)) != next)
        {
            ending.ThrowIfCancellationRequested();
            await response.WriteAsync(": nothing new\n\n", ending);
            await response.Body.FlushAsync(ending);
        }

        await next;
        while (reader.Events.TryRead(out var told)) // each leaves before the next is taken: what waits, waits where it is counted
            await WriteAsync(response, told, ending);
    }

    private static Task WriteAsync(HttpResponse response, ServerEvent told, CancellationToken ending)
    {
        var json = JsonSerializer.SerializeToElement(told, ControlJson.Default.ServerEvent);
        var type = json.GetProperty("type").GetString();
        return response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {told.Id}\nevent: {type}\ndata: {json.GetRawText()}\n\n"), ending);
    }
}
