namespace Adit.Linux.Netlink;

/// <summary>What the kernel knows of a neighbour (<c>linux/neighbour.h</c>, NUD_*).</summary>
public enum NeighbourState : ushort
{
    /// <summary>Nothing; nobody has asked.</summary>
    None = 0,

    /// <summary>Asked for, and not yet answered.</summary>
    Incomplete = 0x01,

    /// <summary>Answered lately.</summary>
    Reachable = 0x02,

    /// <summary>Answered some time ago.</summary>
    Stale = 0x04,

    /// <summary>Answered some time ago, and a packet is under way to it.</summary>
    Delay = 0x08,

    /// <summary>Asked again.</summary>
    Probe = 0x10,

    /// <summary>Did not answer.</summary>
    Failed = 0x20,

    /// <summary>On a link without such questions.</summary>
    NoArp = 0x40,

    /// <summary>Entered by an administrator.</summary>
    Permanent = 0x80,
}
