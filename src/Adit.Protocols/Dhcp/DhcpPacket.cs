using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>A message of a client and the address it goes to, at <see cref="DhcpMessage.ServerPort"/>.</summary>
/// <param name="Message">What to send.</param>
/// <param name="Destination">The server, or <see cref="Broadcast"/>.</param>
public readonly record struct DhcpPacket(DhcpMessage Message, Ipv4Address Destination)
{
    /// <summary>Everyone on the link.</summary>
    public static Ipv4Address Broadcast => new(uint.MaxValue);
}
