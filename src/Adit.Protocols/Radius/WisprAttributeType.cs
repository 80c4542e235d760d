namespace Adit.Protocols.Radius;

/// <summary>Vendor 14122's attribute numbers that our messages use ("Best Current Practices for Wireless Internet Service Provider Roaming").</summary>
internal enum WisprAttributeType : byte
{
    /// <summary>Bits a second that the client may send.</summary>
    BandwidthMaxUp = 7,

    /// <summary>Bits a second that it may receive.</summary>
    BandwidthMaxDown = 8,
}
