using Adit.Protocols;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>What every lease of one interface needs.</summary>
/// <param name="Settings">Where, and for how long to wait.</param>
/// <param name="Side">Who we are there.</param>
/// <param name="Exchanges">Carries the messages.</param>
/// <param name="Book">Who holds what.</param>
/// <param name="Presence">Brings an address here.</param>
/// <param name="IsKept">Whether an address is kept for some account.</param>
/// <param name="Random">For the numbers of the exchanges.</param>
/// <param name="Clock">Wakes the leases.</param>
/// <param name="Logger">Is told what a DHCP server makes of us.</param>
internal sealed record LeasingNeeds(
    DhcpPoolSettings Settings,
    LeasingSide Side,
    LeaseExchanges Exchanges,
    AddressBook Book,
    IAddressPresence Presence,
    Func<Ipv4Address, CancellationToken, ValueTask<bool>> IsKept,
    IRandomSource Random,
    TimeProvider Clock,
    ILogger Logger)
{
    /// <summary>Why an address that a server offers is none for a session; null where it is one.</summary>
    public string? Refuses(Ipv4Address address) =>
        Presence.Refuses(address)
        ?? (!Side.Holds(address) ? $"it is of no network on {Settings.Interface}" : Book.IsHeld(address) ? "another session has it" : null);
}

/// <summary>Who we are in the network where addresses are leased.</summary>
/// <param name="Gateway">This gateway's name.</param>
/// <param name="HardwareAddress">The interface's.</param>
/// <param name="Holds">Whether an address is one for hosts of that network.</param>
internal sealed record LeasingSide(string Gateway, ReadOnlyMemory<byte> HardwareAddress, Func<Ipv4Address, bool> Holds);
