using Adit.Linux;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Ipv6;

namespace Adit.Server.Network;

/// <summary>Keeps networks behind clients off the pools that are in force. Comes last of the parts: it looks at what they have changed.</summary>
internal sealed class ReloadedRoutesBehind(RoutesBehind behind, Ipv6Gateway? ipv6) : IReloadable
{
    /// <inheritdoc/>
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        if (next.Pool6 is { } pool && ipv6 is not null && behind.FindBehind([pool.ToIPNetwork()]) is { } other)
            throw new StartupException(
                $"The pool {pool} overlaps with {other}, a network behind a client that is connected.", "Disconnect it, or choose another 'pool6' in adit.yaml.");

        return new(new Change(() => behind.Change(next, ipv6?.Pool.Prefix)));
    }

    private sealed class Change(Action apply) : IPreparedChange
    {
        public ValueTask ApplyAsync()
        {
            apply();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
