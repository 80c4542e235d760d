namespace Adit.Protocols.Dhcp;

/// <summary>The options we read or write (RFC 2132, and where another document is named, that one).</summary>
public enum DhcpOptionCode : byte
{
    /// <summary>Filling without a length.</summary>
    Pad = 0,

    /// <summary>The subnet's mask.</summary>
    SubnetMask = 1,

    /// <summary>Routers on the subnet.</summary>
    Router = 3,

    /// <summary>Name servers.</summary>
    DomainNameServer = 6,

    /// <summary>The client's name.</summary>
    HostName = 12,

    /// <summary>The domain that the client is to look names up in.</summary>
    DomainName = 15,

    /// <summary>The address that a client would like, or is about to take.</summary>
    RequestedAddress = 50,

    /// <summary>How long the address is lent, in seconds; all ones for ever.</summary>
    LeaseTime = 51,

    /// <summary>The fields sname and file hold options, too.</summary>
    Overload = 52,

    /// <summary>What the message says: <see cref="DhcpMessageType"/>.</summary>
    MessageType = 53,

    /// <summary>Which server speaks, or is meant.</summary>
    ServerIdentifier = 54,

    /// <summary>The codes of the options that the client wants.</summary>
    ParameterRequestList = 55,

    /// <summary>A text that says why a server refuses.</summary>
    Message = 56,

    /// <summary>The longest message that the sender takes, in bytes.</summary>
    MaximumMessageSize = 57,

    /// <summary>T1, in seconds.</summary>
    RenewalTime = 58,

    /// <summary>T2, in seconds.</summary>
    RebindingTime = 59,

    /// <summary>What kind of client it is.</summary>
    VendorClass = 60,

    /// <summary>What a server knows the client by.</summary>
    ClientIdentifier = 61,

    /// <summary>What kind of user it is (RFC 3004; Windows writes it without the lengths).</summary>
    UserClass = 77,

    /// <summary>Routes (RFC 3442).</summary>
    ClasslessRoutes = 121,

    /// <summary>Routes, as Windows asked for them before RFC 3442 and still does ([MS-DHCPE] §2.2.9).</summary>
    MicrosoftClasslessRoutes = 249,

    /// <summary>Nothing follows.</summary>
    End = 255,
}
