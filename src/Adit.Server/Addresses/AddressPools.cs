using Adit.Protocols.Ip;
using Adit.Access.Accounts;
using Adit.Protocols;
using Adit.Server.Addresses.Dhcp;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Network;
using Adit.Transport;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses;

/// <summary>Makes the pool that the configuration wants.</summary>
/// <param name="gateway">This gateway's name.</param>
/// <param name="network">Where packets for the addresses are brought to.</param>
/// <param name="isKept">Whether an address is kept for an account.</param>
/// <param name="endSession">Ends the session of this id.</param>
/// <param name="clock">For what takes its time.</param>
/// <param name="logger">Is told what becomes of addresses.</param>
internal sealed class AddressPools(
    string gateway, GatewayNetwork network, Func<Ipv4Address, CancellationToken, ValueTask<bool>> isKept, Action<string, Failure> endSession, TimeProvider clock, ILogger logger)
{
    public async Task<AddressPool> CreateAsync(ServerConfiguration configuration, AddressBook book, UndoStack undo) => new(
        configuration.Leasing is { } dhcp ? Lease(dhcp, book, undo) : await ResumeAsync(configuration.Pool, book), book, network.Presence)
    {
        Named = await NameAsync(configuration, book, NamedPools.None),
    };

    /// <summary>The sources of another configuration; those that it leaves as they are go on. Where addresses are leased, they go on being so.</summary>
    public async Task<AddressSources> ChangeAsync(AddressSources former, ServerConfiguration configuration, AddressBook book) => new(
        former.Main is StaticRanges ranges ? await GoOnAsync(ranges, configuration.Pool, book) : former.Main,
        await NameAsync(configuration, book, former.Named));

    private async Task<NamedPools> NameAsync(ServerConfiguration configuration, AddressBook book, NamedPools former) => new(
        [.. await Task.WhenAll(configuration.Pools.Select(async pool => new NamedPool(pool.Name!, await GoOnAsync(former.Find(pool.Name!), pool, book))))]);

    private async Task<StaticRanges> GoOnAsync(StaticRanges? former, PoolRanges pool, AddressBook book) =>
        former is not null && former.Name == pool.ToString() ? former : await ResumeAsync(pool, book);

    private async Task<StaticRanges> ResumeAsync(PoolRanges pool, AddressBook book)
    {
        var ranges = new StaticRanges(pool, book, network.Presence, isKept, clock, logger);
        await ranges.ResumeAsync();
        return ranges;
    }

    private LeasedAddresses Lease(DhcpPoolSettings dhcp, AddressBook book, UndoStack undo)
    {
        var networks = network.Presence.Networks.Where(one => one.Link.Name == dhcp.Interface).ToList();
        var side = new LeasingSide(gateway, networks[0].Link.HardwareAddress, address => networks.Any(one => one.Holds(address)));
        var port = undo.Keep(new DhcpPort(dhcp.Interface, logger));
        var exchanges = new LeaseExchanges(port.Send);
        port.Start(exchanges.Receive);
        var needs = new LeasingNeeds(
            dhcp, side, exchanges, book, network.Presence, isKept, new SystemRandom(), clock, logger);
        return undo.Keep(new LeasedAddresses(needs, endSession));
    }
}
