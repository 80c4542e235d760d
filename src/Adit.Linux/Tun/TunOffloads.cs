namespace Adit.Linux.Tun;

/// <summary>What the kernel may leave to us when it gives us a packet: the bits of TUNSETOFFLOAD in <c>linux/if_tun.h</c>.</summary>
[Flags]
public enum TunOffloads
{
    /// <summary>Packets come one by one and complete.</summary>
    None = 0,

    /// <summary>The transport checksum may be left for us to complete.</summary>
    Checksum = 1,

    /// <summary>TCP over IPv4 may come as super-packets up to 64 KiB.</summary>
    TcpOverIpv4 = 2,

    /// <summary>TCP over IPv6 may come as super-packets up to 64 KiB.</summary>
    TcpOverIpv6 = 4,

    /// <summary>
    /// USO: UDP over either family may come, and be given, as super-packets of datagrams of one size. The kernel has it from version 6.2 on,
    /// for both families or for none.
    /// </summary>
    Udp = 0x20 | 0x40,

    /// <summary>All of them.</summary>
    All = Checksum | TcpOverIpv4 | TcpOverIpv6 | Udp,
}
