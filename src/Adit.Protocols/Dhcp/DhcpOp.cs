namespace Adit.Protocols.Dhcp;

/// <summary>Which way a message goes (RFC 2131 §2).</summary>
public enum DhcpOp : byte
{
    /// <summary>From a client.</summary>
    BootRequest = 1,

    /// <summary>From a server.</summary>
    BootReply = 2,
}
