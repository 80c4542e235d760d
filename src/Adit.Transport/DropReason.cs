namespace Adit.Transport;

/// <summary>Why a packet inside a tunnel goes nowhere.</summary>
public enum DropReason
{
    /// <summary>It was not dropped.</summary>
    None,

    /// <summary>The call carries no packets, or has no address yet.</summary>
    NotOpen,

    /// <summary>The peer takes packets more slowly than they come.</summary>
    QueueFull,

    /// <summary>It is longer than the tunnel carries.</summary>
    TooLong,

    /// <summary>It is no IP packet that could be read.</summary>
    Malformed,

    /// <summary>It names as its source what is not the session's own.</summary>
    WrongSource,

    /// <summary>It is for an address that is not the session's own.</summary>
    WrongDestination,

    /// <summary>It was for the gateway itself, which has nothing to say to it: a client that plays the DHCP server.</summary>
    NotServed,

    /// <summary>The session's filter does not let it pass.</summary>
    Filtered,

    /// <summary>It had waited too long behind others for a peer that takes packets more slowly than they come (RFC 8289).</summary>
    Delayed,

    /// <summary>The peer sends more than its session may.</summary>
    OverRate,
}
