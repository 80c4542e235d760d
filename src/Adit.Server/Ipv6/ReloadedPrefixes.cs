using System.Collections.Concurrent;
using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Network;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Ipv6;

/// <summary>
/// Puts another pool of IPv6 in force under open sessions. A session keeps its /64 until it ends; where the route of the former pool led
/// there, the /64 gets one of its own.
/// </summary>
internal sealed class ReloadedPrefixes(Ipv6Gateway gateway, NatSet nat, string stateDirectory, string device, TimeProvider clock, ILogger logger)
    : IReloadable, IDisposable
{
    private readonly NetworkLinks _links = new();
    private readonly ConcurrentDictionary<Ipv6Prefix, bool> _kept = [];
    private readonly List<PrefixPresence> _presences = [];

    /// <inheritdoc/>
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        var prefix = next.Pool6 ?? UniqueLocalPrefix.OpenOrCreate(stateDirectory);
        if (prefix == gateway.Pool.Prefix)
            return new(new AppliedChange(() => { }));
        if (prefix.Address != gateway.Pool.Prefix.Address && !gateway.Pool.TryReserve(prefix))
            throw new StartupException(
                $"The first /64 of {prefix} is to be the server's own, and a session has it.", "Disconnect that session ('adit sessions'), or choose another 'pool6' in adit.yaml.");

        var change = new Change(this, prefix, LocalNetwork6.List(_links, device).FirstOrDefault(network => network.Holds(prefix)), next.Reach is ClientReach.Network);
        try
        {
            change.Prepare();
            return new(change);
        }
        catch (LinuxException)
        {
            change.TakeBack();
            throw;
        }
    }

    /// <summary>A session has given its /64 back.</summary>
    public void Forget(Ipv6Prefix prefix)
    {
        if (_kept.TryRemove(prefix, out _))
            Try(() => _links.RemoveRoute(RouteTo(prefix)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var presence in Enumerable.Reverse(_presences))
            presence.Dispose();
        _links.Dispose();
    }

    private NetworkRoute RouteTo(Ipv6Prefix prefix) => new(prefix.ToIPNetwork(), Device: device);

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (LinuxException)
        {
            // it has gone with the interface, or by another's hand
        }
    }

    private sealed class Change(ReloadedPrefixes parts, Ipv6Prefix next, LocalNetwork6? around, bool answers) : IPreparedChange
    {
        private readonly Ipv6Prefix _former = parts.Gateway.Pool.Prefix;
        private readonly bool _wasRouted = parts.Gateway.Presence is null;
        private readonly Stack<Action> _done = [];
        private PrefixPresence? _presence;

        private bool HasOwn => next.Address != _former.Address;

        public void Prepare()
        {
            _done.Push(() => parts.Gateway.Pool.Release(new Ipv6Prefix(next.Address, Ipv6Prefix.LinkLength)));
            if (HasOwn)
                Do(() => parts._links.AddAddress(parts.Device, PrefixPool.OwnOf(next).ToIPAddress(), Ipv6Network.Whole),
                    () => parts._links.RemoveAddress(parts.Device, PrefixPool.OwnOf(next).ToIPAddress(), Ipv6Network.Whole));
            if (around is null)
                Do(() => parts._links.AddRoute(parts.RouteTo(next)), () => parts._links.RemoveRoute(parts.RouteTo(next)));
            else
                Do(() => _presence = new PrefixPresence(parts.Device, around, answers, parts.Clock, parts.Logger), () => _presence!.Dispose());
            parts.Nat.Hide(next, isInside: around is not null);
        }

        public ValueTask ApplyAsync()
        {
            _done.Clear();
            parts.Gateway.Presence = _presence;
            if (_presence is not null)
                parts._presences.Add(_presence);
            var left = parts.Gateway.Pool.Change(next);
            if (_wasRouted)
                EndRoute(around is null ? left : parts.Gateway.Pool.ListHeld());
            if (HasOwn)
                Try(() => parts._links.RemoveAddress(parts.Device, PrefixPool.OwnOf(_former).ToIPAddress(), Ipv6Network.Whole));
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            TakeBack();
            return ValueTask.CompletedTask;
        }

        public void TakeBack()
        {
            while (_done.TryPop(out var undo))
                Try(undo);
        }

        /// <summary>First the routes of those that stay, then the end of the one that led to them.</summary>
        private void EndRoute(IReadOnlyList<Ipv6Prefix> left)
        {
            foreach (var prefix in left.Where(prefix => _former.Contains(prefix.Address)))
            {
                parts._kept[prefix] = true;
                Try(() => parts._links.AddRoute(parts.RouteTo(prefix)));
            }

            Try(() => parts._links.RemoveRoute(parts.RouteTo(_former)));
        }

        private void Do(Action action, Action undo)
        {
            action();
            _done.Push(undo);
        }
    }

    private Ipv6Gateway Gateway => gateway;

    private NatSet Nat => nat;

    private string Device => device;

    private TimeProvider Clock => clock;

    private ILogger Logger => logger;
}
