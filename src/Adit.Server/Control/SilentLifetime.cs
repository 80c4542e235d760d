using Microsoft.Extensions.Hosting;

namespace Adit.Server.Control;

/// <summary>Leaves the process's signals to the server: they mean drain, not stop.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
