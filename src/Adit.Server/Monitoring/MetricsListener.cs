using System.Net;
using Adit.Server.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adit.Server.Monitoring;

/// <summary><c>/metrics</c> over plain HTTP, on the loopback alone: whoever is to read it from elsewhere puts something in front.</summary>
internal sealed class MetricsListener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MetricsListener(WebApplication app) => _app = app;

    /// <summary>Serves at these addresses; throws <see cref="IOException"/> where one is taken.</summary>
    public static async Task<MetricsListener> StartAsync(IReadOnlyList<IPEndPoint> endPoints, Func<CancellationToken, ValueTask<string>> write)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, endPoints));
        var app = builder.Build();
        app.MapGet("/metrics", async (HttpContext http, CancellationToken aborted) => Results.Text(await write(aborted), Exposition.ContentType));
        await app.StartAsync();
        return new MetricsListener(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, IReadOnlyList<IPEndPoint> endPoints)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 16;
        kestrel.Limits.MaxRequestBodySize = 0;
        foreach (var endPoint in endPoints)
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
