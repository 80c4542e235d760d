namespace Adit.Linux.Netlink;

/// <summary>Numbers of <c>linux/netlink.h</c>, <c>rtnetlink.h</c>, <c>if_link.h</c> and <c>if_addr.h</c>, under short names of ours.</summary>
internal static class Rtnetlink
{
    public const int HeaderLength = 16; // struct nlmsghdr
    public const int AttributeHeaderLength = 4; // struct rtattr
    public const int LinkLength = 16; // struct ifinfomsg
    public const int AddressLength = 8; // struct ifaddrmsg
    public const int RouteLength = 12; // struct rtmsg
    public const int NeighbourLength = 12; // struct ndmsg

    public const ushort Error = 2;
    public const ushort Done = 3;
    public const ushort NewLink = 16;
    public const ushort GetLink = 18;
    public const ushort NewAddress = 20;
    public const ushort DeleteAddress = 21;
    public const ushort GetAddress = 22;
    public const ushort NewRoute = 24;
    public const ushort DeleteRoute = 25;
    public const ushort GetRoute = 26;
    public const ushort NewNeighbour = 28;
    public const ushort DeleteNeighbour = 29;
    public const ushort GetNeighbour = 30;

    public const ushort Request = 0x1;
    public const ushort Multi = 0x2;
    public const ushort Acknowledge = 0x4;
    public const ushort Replace = 0x100;
    public const ushort Exclusive = 0x200;
    public const ushort Dump = 0x300;
    public const ushort Create = 0x400;
    public const ushort Capped = 0x100; // on an acknowledgement: it does not repeat the request
    public const ushort HasAttributes = 0x200; // on an acknowledgement: attributes follow

    public const ushort ErrorText = 1; // NLMSGERR_ATTR_MSG

    public const ushort LinkAddress = 1; // IFLA_ADDRESS: the hardware's
    public const ushort LinkName = 3;
    public const ushort LinkMtu = 4;
    public const uint LinkUp = 1;
    public const uint LinkBroadcast = 0x2;
    public const uint LinkNoArp = 0x80;

    public const ushort NeighbourDestination = 1;
    public const ushort NeighbourLinkAddress = 2;
    public const byte NeighbourUse = 0x01; // NTF_USE: resolve it, as if a packet were waiting
    public const byte NeighbourProxy = 0x08;

    public const ushort AddressPeer = 1; // IFA_ADDRESS: the peer's, where there is one
    public const ushort AddressLocal = 2;
    public const ushort AddressFlags = 8;
    public const uint NoDuplicateDetection = 0x02;
    public const byte FlagTemporary = 0x01;

    public const ushort RouteDestination = 1;
    public const ushort RouteDevice = 4;
    public const ushort RouteGateway = 5;
    public const ushort RoutePriority = 6;
    public const ushort RoutePreferredSource = 7;
    public const ushort RouteVia = 18; // a gateway of the other address family
    public const byte TableMain = 254;
    public const byte ProtocolStatic = 4;
    public const byte ScopeUniverse = 0;
    public const byte ScopeLink = 253;
    public const byte ScopeNowhere = 255;
    public const byte TypeUnicast = 1;

    public const byte Ipv4 = 2; // AF_INET
    public const byte Ipv6 = 10; // AF_INET6

    /// <summary>Messages and attributes begin at multiples of four bytes.</summary>
    public static int Align(int length) => (length + 3) & ~3;
}
