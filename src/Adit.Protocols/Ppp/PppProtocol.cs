namespace Adit.Protocols.Ppp;

/// <summary>The protocol numbers that PPP frames carry (RFC 1661 §2, IANA's PPP numbers).</summary>
internal enum PppProtocol : ushort
{
    Ipv4 = 0x0021,
    Ipv6 = 0x0057,
    Ipcp = 0x8021,
    Ipv6cp = 0x8057,
    Lcp = 0xc021,
    Pap = 0xc023,
    Chap = 0xc223,
    Eap = 0xc227,
}
