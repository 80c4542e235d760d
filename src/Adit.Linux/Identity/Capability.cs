namespace Adit.Linux.Identity;

/// <summary>The rights of capabilities(7) that we need, by their bit numbers.</summary>
public enum Capability
{
    /// <summary>CAP_SETGID: to give up a group for another.</summary>
    SetGid = 6,

    /// <summary>CAP_SETUID: to become another user.</summary>
    SetUid = 7,

    /// <summary>CAP_SETPCAP: to shrink the set of what a process and its children can ever be allowed.</summary>
    SetPcap = 8,

    /// <summary>CAP_NET_BIND_SERVICE: to listen on ports below 1024.</summary>
    NetBindService = 10,

    /// <summary>CAP_NET_ADMIN: to make interfaces, addresses, routes and NAT.</summary>
    NetAdmin = 12,
}
