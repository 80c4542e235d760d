namespace Adit.Protocols.Ip;

/// <summary>What an IP packet carries: the IANA protocol numbers we tell apart.</summary>
public enum IpProtocol : byte
{
    /// <summary>ICMP (RFC 792).</summary>
    Icmp = 1,

    /// <summary>TCP (RFC 9293).</summary>
    Tcp = 6,

    /// <summary>UDP (RFC 768).</summary>
    Udp = 17,

    /// <summary>ICMP for IPv6 (RFC 4443).</summary>
    IcmpV6 = 58,
}
