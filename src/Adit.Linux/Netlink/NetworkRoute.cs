using System.Net;

namespace Adit.Linux.Netlink;

/// <summary>A route of the main table. At least one of gateway and device must be given.</summary>
/// <param name="Destination">Which addresses go this way; /0 is the default route.</param>
/// <param name="Gateway">The next hop, of either address family; null where the destination is on the link itself.</param>
/// <param name="Device">The interface's name; null lets the kernel find it from the gateway.</param>
/// <param name="Metric">Lower is preferred among equal destinations; null takes the kernel's default (0 for IPv4, 1024 for IPv6).</param>
public sealed record NetworkRoute(IPNetwork Destination, IPAddress? Gateway = null, string? Device = null, uint? Metric = null);
