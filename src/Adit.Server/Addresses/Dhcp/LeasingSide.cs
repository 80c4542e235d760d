using Adit.Protocols.Ip;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>Who we are in the network where addresses are leased.</summary>
/// <param name="Gateway">This gateway's name.</param>
/// <param name="HardwareAddress">The interface's.</param>
/// <param name="Holds">Whether an address is one for hosts of that network.</param>
internal sealed record LeasingSide(string Gateway, ReadOnlyMemory<byte> HardwareAddress, Func<Ipv4Address, bool> Holds);
