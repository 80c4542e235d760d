namespace Adit.Protocols.Ip;

/// <summary>The ICMPv6 messages we tell apart (RFC 4861 §4).</summary>
internal enum Icmpv6Type : byte
{
    None = 0,
    RouterSolicitation = 133,
    RouterAdvertisement = 134,
    NeighborSolicitation = 135,
    NeighborAdvertisement = 136,
    Redirect = 137,
}
