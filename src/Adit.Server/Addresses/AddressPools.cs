using Adit.Access.Accounts;
using Adit.Server.Configuration;
using Adit.Server.Network;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses;

/// <summary>Makes the pool that the configuration wants.</summary>
internal static class AddressPools
{
    public static async Task<AddressPool> CreateAsync(
        ServerConfiguration configuration, AddressBook book, GatewayNetwork network, IAccountStore accounts, TimeProvider clock, ILogger logger)
    {
        var ranges = new StaticRanges(configuration.Pool, book, network.Presence, accounts.IsAddressTakenAsync, clock, logger);
        await ranges.ResumeAsync();
        return new AddressPool(ranges, book, network.Presence);
    }
}
