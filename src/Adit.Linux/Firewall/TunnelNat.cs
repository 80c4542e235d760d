using System.Net;

namespace Adit.Linux.Firewall;

/// <summary>Source NAT for what comes out of an interface, over IPv4 (the kernel knows the interface there since 5.7).</summary>
/// <param name="Device">The interface that the packets came from.</param>
/// <param name="Unchanged">Sources that keep their address.</param>
public sealed record TunnelNat(string Device, IReadOnlyCollection<IPNetwork> Unchanged)
{
    internal string ToRule()
    {
        var name = InterfaceName.Quote(Device);
        var unchanged = Unchanged.Count > 0 ? $" ip saddr != {{ {string.Join(", ", Unchanged)} }}" : "";
        return $"meta nfproto ipv4 iifname {name} oifname != {name}{unchanged} masquerade";
    }
}
