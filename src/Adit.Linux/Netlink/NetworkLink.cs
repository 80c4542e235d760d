namespace Adit.Linux.Netlink;

/// <summary>An interface of this machine.</summary>
/// <param name="Name">1 to 15 characters.</param>
/// <param name="Index">The kernel's number for it, which it keeps while it lives.</param>
/// <param name="HardwareAddress">Six bytes for Ethernet; empty where it has none.</param>
/// <param name="IsUp">Whether it has been set up.</param>
/// <param name="Resolves">Whether hosts on it are found by asking all of them (ARP, neighbour discovery): so not on a tunnel.</param>
public sealed record NetworkLink(string Name, int Index, ReadOnlyMemory<byte> HardwareAddress, bool IsUp, bool Resolves);
