namespace Adit.Protocols.Ppp;

/// <summary>The IPV6CP option we know (RFC 5072 §4.1); every other one is rejected, compression too.</summary>
internal enum Ipv6cpOptionType : byte
{
    InterfaceIdentifier = 1,
}
