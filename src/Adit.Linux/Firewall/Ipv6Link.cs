namespace Adit.Linux.Firewall;

/// <summary>What the kernel does about IPv6 by itself.</summary>
public static class Ipv6Link
{
    private const string Root = "net/ipv6/conf";
    private const string NoAddress = "1"; // IN6_ADDR_GEN_MODE_NONE in linux/if_link.h

    /// <summary>Whether the kernel speaks IPv6, and new interfaces do.</summary>
    public static bool IsAvailable =>
        IsThere("default", "disable_ipv6") && string.Equals(Sysctl.Read($"{Root}/default/disable_ipv6"), "0", StringComparison.Ordinal);

    /// <summary>
    /// Has the kernel make no address of its own for an interface that is still down, and hear no router there: a tunnel's addresses are
    /// negotiated, and its router is ours to hear. Ends with the interface.
    /// </summary>
    public static void LeaveToUs(string device)
    {
        foreach (var (setting, value) in ((string, string)[])[("addr_gen_mode", NoAddress), ("accept_ra", "0")])
            if (IsThere(device, setting))
                new Sysctl().Set($"{Root}/{device}/{setting}", value);
    }

    private static bool IsThere(string device, string setting) => File.Exists($"/proc/sys/{Root}/{device}/{setting}");
}
