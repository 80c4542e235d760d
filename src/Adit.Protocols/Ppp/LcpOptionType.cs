namespace Adit.Protocols.Ppp;

/// <summary>The LCP options we know (RFC 1661 §6, RFC 1662 §7.1); every other one is rejected.</summary>
internal enum LcpOptionType : byte
{
    Mru = 1,
    AsyncMap = 2,
    AuthenticationProtocol = 3,
    MagicNumber = 5,
    ProtocolCompression = 7,
    AddressCompression = 8,
}
