using Adit.Server.Configuration;
using Adit.Server.Listeners;

namespace Adit.Server.Hosting;

/// <summary>Has the listening sockets opened or closed where other limits hold.</summary>
internal sealed class ReloadedDoors(Doors doors) : IReloadable, IPreparedChange
{
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next) => new(this);

    public ValueTask ApplyAsync()
    {
        doors.Look();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
