using System.Net;
using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Hosting;

namespace Adit.Server.Network;

/// <summary>
/// What hides sessions behind this machine's own addresses: a table for what comes out of the tunnels over IPv4, and one for private pools
/// of IPv6. A reload replaces or removes them; connections that the kernel knows already keep the addresses that they have. Any thread may
/// call.
/// </summary>
internal sealed class NatSet : IReloadable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _tunnels;
    private readonly List<IPNetwork> _unchanged;
    private readonly List<(Ipv6Prefix Prefix, bool IsInside)> _pools6 = [];
    private readonly bool _isForwarding;
    private NatMode _mode = NatMode.Off;
    private NatTable? _table;
    private NatTable? _table6;

    private NatSet(string tunnels, List<IPNetwork> unchanged, bool isForwarding) =>
        (_tunnels, _unchanged, _isForwarding) = (tunnels, unchanged, isForwarding);

    /// <summary>Puts what is configured in force; nothing where nothing is forwarded.</summary>
    public static NatSet Create(ServerConfiguration configuration, string tunnels, IReadOnlyList<LocalNetwork> networks, UndoStack undo)
    {
        var set = undo.Keep(new NatSet(tunnels, Unchanged(networks), configuration.Reach is ClientReach.Network));
        set.Replace(configuration.Nat);
        return set;
    }

    /// <summary>Hides a pool of IPv6, too, where it is private. One that is no longer in force stays: sessions may have addresses of it.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="isInside">Whether it is of a network of this machine, whose hosts reach its sessions without help, as with IPv4.</param>
    public void Hide(Ipv6Prefix pool, bool isInside)
    {
        lock (_gate)
        {
            if (_pools6.Contains((pool, isInside)))
                return;

            _pools6.Add((pool, isInside));
            Replace6(_mode);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        var former = _mode;
        Replace(next.Nat);
        return new(new AppliedChange(() => Replace(former)));
    }

    /// <inheritdoc/>
    public void Dispose() => Replace(NatMode.Off);

    private void Replace(NatMode mode)
    {
        lock (_gate)
        {
            if (!_isForwarding || mode == _mode)
                return;

            if (mode is NatMode.Off)
                Remove(ref _table);
            else
                _table = NatTable.Create(GatewayNetwork.TableName(_tunnels), [], new TunnelNat(_tunnels, mode is NatMode.Auto ? _unchanged : []));
            Replace6(mode);
            _mode = mode;
        }
    }

    private void Replace6(NatMode mode)
    {
        List<IPNetwork> hidden = [.. _pools6.Where(pool => IsHidden(pool.Prefix, pool.IsInside, mode)).Select(pool => pool.Prefix.ToIPNetwork()).Distinct()];
        if (hidden.Count == 0)
            Remove(ref _table6);
        else
            _table6 = NatTable.Create($"{GatewayNetwork.TableName(_tunnels)}_6", hidden);
    }

    private static bool IsHidden(Ipv6Prefix pool, bool isInside, NatMode mode) =>
        pool.IsUniqueLocal && (mode is NatMode.On || (mode is NatMode.Auto && !isInside));

    private static void Remove(ref NatTable? table)
    {
        table?.Dispose();
        table = null;
    }

    /// <summary>Sources that the hosts of this machine's networks reach without help: we answer for them there.</summary>
    private static List<IPNetwork> Unchanged(IReadOnlyList<LocalNetwork> networks) =>
        [.. networks.Where(network => network.Link.Resolves && network.PrefixLength is > 0 and < 31)
            .Select(network => new IPNetwork(network.Start.ToIPAddress(), network.PrefixLength)).Distinct()];
}
