using System.Net;

namespace Adit.Linux.Netlink;

/// <summary>The way the kernel would send a packet now.</summary>
/// <param name="Device">The interface it leaves by.</param>
/// <param name="Gateway">The next hop; null where the destination is on the link itself.</param>
/// <param name="Source">The source address it would bear; null where the kernel names none.</param>
public sealed record ResolvedRoute(string Device, IPAddress? Gateway, IPAddress? Source);
