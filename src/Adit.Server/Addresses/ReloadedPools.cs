using Adit.Linux;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Network;

namespace Adit.Server.Addresses;

/// <summary>
/// Puts other pools in force under open sessions. A session keeps the address that it has until it ends, whatever becomes of its pool;
/// only new ones are given from the pools of the file. Where there are sessions, the former own address of the server's stays its own until the
/// next start, since they know it.
/// </summary>
internal sealed class ReloadedPools(GatewayNetwork network, AddressPools pools, AddressPool pool, AddressBook book, RoutesBehind behind, TimeProvider clock)
    : IReloadable
{
    private readonly GatewayNetwork _network = network;
    private readonly AddressPool _pool = pool;
    private readonly AddressBook _book = book;

    /// <inheritdoc/>
    public async ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        if (behind.FindBehind(next.AllRanges.SelectMany(range => range.ToPrefixes())) is { } other)
            throw new StartupException($"A pool overlaps with {other}, a network behind a client that is connected.", "Disconnect it, or choose other addresses with 'pool:' or 'pools:' in adit.yaml.");

        var change = new Change(this, next, await pools.ChangeAsync(_pool.Sources, next, _book));
        try
        {
            await change.PrepareAsync(clock);
            return change;
        }
        catch (Exception)
        {
            await change.DisposeAsync();
            throw;
        }
    }

    private sealed class Change(ReloadedPools parts, ServerConfiguration next, AddressSources sources) : IPreparedChange
    {
        private PoolRoutes.Led? _led;
        private bool _hasOwn;
        private bool _isKept;

        public async Task PrepareAsync(TimeProvider clock)
        {
            var network = parts._network;
            if (next.Leasing is null && next.Pool.First != network.OwnAddress)
                _hasOwn = await TakeOwnAsync(network, clock);
            _led = network.Presence.Routes.Lead(GatewayNetwork.RoutedOf(next, network.Presence.Networks));
        }

        public ValueTask ApplyAsync()
        {
            _isKept = true;
            parts._pool.Sources = sources;
            var held = parts._book.ListHeld();
            if (_hasOwn)
                ChangeOwn(isKnown: held.Count > 0);
            parts._network.Presence.Follow(_led!, held);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (_isKept)
                return ValueTask.CompletedTask;

            if (_led is not null)
                parts._network.Presence.Routes.TakeBack(_led);
            if (_hasOwn)
                parts._network.GiveUpOwn(next.Pool.First);
            if (_hasOwn)
                parts._book.Unreserve(next.Pool.First);
            return ValueTask.CompletedTask;
        }

        private void ChangeOwn(bool isKnown)
        {
            var former = parts._network.OwnAddress;
            parts._network.OwnAddress = next.Pool.First;
            if (isKnown)
                parts._book.TryReserve(former);
            else
                parts._network.GiveUpOwn(former);
        }

        private async Task<bool> TakeOwnAsync(GatewayNetwork network, TimeProvider clock)
        {
            var own = next.Pool.First;
            if (!parts._book.TryReserve(own))
                throw new StartupException(
                    $"The first address of the pool, {own}, is to be the server's own, and a session has it.",
                    "Disconnect that session ('adit sessions'), or let the pool begin with another address.");
            try
            {
                await network.TakeOwnAsync(own, clock);
                return true;
            }
            catch (Exception e) when (e is LinuxException or StartupException)
            {
                parts._book.Unreserve(own);
                throw;
            }
        }
    }
}
