using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Server.Control;

/// <summary>
/// The control API on a Unix socket in the state directory. Only root and the server's own user are heard, whatever the modes of the
/// files say.
/// </summary>
public sealed class ControlListener : IAsyncDisposable
{
    /// <summary>The longest request is an import: a chain of certificates with a key.</summary>
    private const int MaxRequestBytes = 512 * 1024;

    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private readonly WebApplication _application;

    private ControlListener(WebApplication application, string path) => (_application, SocketPath) = (application, path);

    /// <summary>The path of the socket.</summary>
    public string SocketPath { get; }

    /// <summary>
    /// Listens at <c>run/control.sock</c> below the state directory. Throws <see cref="ControlException"/> where a server answers
    /// there already.
    /// </summary>
    public static async Task<ControlListener> StartAsync(
        string stateDirectory, IServerControl control, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        var path = ControlSocket.PathIn(stateDirectory);
        PrepareDirectory(path);
        var application = Build(path, control, loggers ?? NullLoggerFactory.Instance);
        await application.StartAsync(cancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ControlListener(application, path);
    }

    /// <summary>Stops listening, and lets requests under way finish.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        File.Delete(SocketPath);
    }

    private static void PrepareDirectory(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory, DirectoryMode);
        File.SetUnixFileMode(directory, DirectoryMode);
        if (ControlSocket.IsAlive(path))
            throw new ControlException(ControlFault.Conflict, new ProblemView("already-running",
                $"Another server answers at '{path}'.", "Stop it first, or give this one a state directory of its own."));

        File.Delete(path); // what a killed server has left behind
    }

    private static WebApplication Build(string path, IServerControl control, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.ListenUnixSocket(path);
        });
        var application = builder.Build();
        application.Use(new ControlGate(OwnUserId(), loggers.CreateLogger("Adit.Server.Control")).InvokeAsync);
        ControlApi.Map(application, control);
        return application;
    }

    private static int OwnUserId()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        return int.Parse(line.Split('\t')[2], System.Globalization.CultureInfo.InvariantCulture); // real, effective, saved, filesystem
    }
}
