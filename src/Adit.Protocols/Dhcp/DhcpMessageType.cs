namespace Adit.Protocols.Dhcp;

/// <summary>What a message says (RFC 2132 §9.6).</summary>
public enum DhcpMessageType : byte
{
    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server has an address to give.</summary>
    Offer = 2,

    /// <summary>A client takes an offer, or asks to keep its address.</summary>
    Request = 3,

    /// <summary>A client has found its address in use by another.</summary>
    Decline = 4,

    /// <summary>A server grants an address, or tells what an Inform asked for.</summary>
    Ack = 5,

    /// <summary>A server refuses an address.</summary>
    Nak = 6,

    /// <summary>A client gives its address back.</summary>
    Release = 7,

    /// <summary>A client that has its address from elsewhere asks for the rest.</summary>
    Inform = 8,
}
