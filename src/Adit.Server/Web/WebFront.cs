using System.Net;
using System.Security.Cryptography.X509Certificates;
using Adit.Server.Control;
using Adit.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Web;

/// <summary>
/// The web server behind port 443 and on plain HTTP: the CA certificate, which must be readable before there is trust, and a health
/// check. Everything else is 404.
/// </summary>
public sealed class WebFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HandedOverListener _handedOver;

    private WebFront(WebApplication app, HandedOverListener handedOver) => (_app, _handedOver) = (app, handedOver);

    /// <summary>Starts serving on these plain HTTP addresses and for connections handed over.</summary>
    /// <param name="plain">Addresses that are known to be free.</param>
    /// <param name="ca">The CA certificate: served in DER as ca.crt, which Windows opens, and in PEM as ca.pem.</param>
    /// <param name="isReady">Whether new sessions are taken.</param>
    /// <param name="pages">What else is served, on plain HTTP and behind 443 alike.</param>
    public static async Task<WebFront> StartAsync(
        IReadOnlyList<IPEndPoint> plain, X509Certificate2 ca, Func<bool> isReady, params IReadOnlyList<Action<IEndpointRouteBuilder>> pages)
    {
        var handedOver = new HandedOverListener();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions()); // any other watches the working directory, and all below it
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, plain, handedOver.EndPoint));
        builder.Services.AddSingleton<IConnectionListenerFactory>(handedOver); // beside Kestrel's own, which comes first
        var app = builder.Build();
        app.MapGet("/healthz", () => isReady() ? Results.Text("ready\n") : Results.Text("draining\n", statusCode: 503));
        app.MapGet(AuthorityPages.Root, () => Results.File(ca.RawData, "application/x-x509-ca-cert", "ca.crt"));
        app.MapGet("/ca.pem", () => Results.Text(ca.ExportCertificatePem() + "\n", "application/x-pem-file"));
        foreach (var map in pages)
            map(app);
        await app.StartAsync();
        return new WebFront(app, handedOver);
    }

    /// <summary>Serves a connection that turned out not to be SSTP, and returns when the web server is done with it.</summary>
    public Task ServeAsync(Link link, ReadOnlyMemory<byte> alreadyRead) =>
        _handedOver.ServeAsync(new PrefixedStream(alreadyRead, link.Stream, link.FlushAsync), link.LocalEndPoint, link.RemoteEndPoint);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, IReadOnlyList<IPEndPoint> plain, EndPoint handedOver)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 1000;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        foreach (var endPoint in plain)
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Listen(handedOver, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
