using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Adit.Cli.Demo;

/// <summary>The web server in the intranet: a page, a file to fetch, and a place to send one to. It says what it holds by SHA-256.</summary>
internal static class IntranetSite
{
    public const string Ready = "ready";
    public const string Page = "<!doctype html><title>The intranet</title><p>Only the tunnel leads here.</p>\n";
    public const string Notices = "<!doctype html><title>Notices</title><p>Guests may read this.</p>\n";
    public const int FileLength = 50_000_000;

    /// <summary>Serves until it is told to end.</summary>
    public static async Task<int> RunAsync(Terminal terminal, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = FileLength;
            foreach (var endPoint in DemoAddresses.SiteEndPoints)
                kestrel.Listen(endPoint);
        });
        await using var app = builder.Build();
        Map(app, RandomNumberGenerator.GetBytes(FileLength));
        await app.StartAsync(cancellation);
        await terminal.Output.WriteLineAsync(Ready);
        await terminal.Output.FlushAsync(cancellation);
        await cancellation.WhenCancelledAsync();
        await app.StopAsync(cancellation); // cancelled: whoever is still fetching has lost the tunnel already
        return ExitCode.Done;
    }

    private static void Map(WebApplication app, byte[] file)
    {
        var digest = Convert.ToHexString(SHA256.HashData(file));
        app.MapGet("/", (HttpRequest request) =>
            Results.Text(request.HttpContext.Connection.LocalPort == DemoAddresses.NoticesPort ? Notices : Page, "text/html"));
        app.MapGet("/file", () => Results.Bytes(file));
        app.MapGet("/file.sha256", () => Results.Text(digest));
        app.MapPost("/file", async (HttpRequest request) =>
            Results.Text(Convert.ToHexString(await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted))));
    }
}
