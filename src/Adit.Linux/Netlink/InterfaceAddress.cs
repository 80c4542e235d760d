using System.Net;

namespace Adit.Linux.Netlink;

/// <summary>A global address of an interface of this machine.</summary>
/// <param name="Device">The interface's name.</param>
/// <param name="Address">The machine's own address.</param>
/// <param name="PrefixLength">0 to 32, or to 128.</param>
/// <param name="Peer">The other end of a point-to-point link; null elsewhere.</param>
public sealed record InterfaceAddress(string Device, IPAddress Address, int PrefixLength, IPAddress? Peer)
{
    /// <summary>Whether it is an IPv6 address that changes day by day to hide the host (RFC 8981): nobody can count on it.</summary>
    public bool IsTemporary { get; init; }
}
