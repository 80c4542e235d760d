namespace Adit.Protocols.Radius;

/// <summary>Attribute numbers that our messages use (RFC 2865 §5, RFC 2866 §5, RFC 2869 §5).</summary>
internal enum RadiusAttributeType : byte
{
    None = 0,
    UserName = 1,
    UserPassword = 2,
    ChapPassword = 3,
    NasIpAddress = 4,
    NasPort = 5,
    ServiceType = 6,
    FramedProtocol = 7,
    FramedIpAddress = 8,
    FramedMtu = 12,
    ReplyMessage = 18,
    FramedRoute = 22,
    State = 24,
    Class = 25,
    VendorSpecific = 26,
    SessionTimeout = 27,
    IdleTimeout = 28,
    ProxyState = 33,
    CalledStationId = 30,
    CallingStationId = 31,
    NasIdentifier = 32,
    AcctStatusType = 40,
    AcctDelayTime = 41,
    AcctInputOctets = 42,
    AcctOutputOctets = 43,
    AcctSessionId = 44,
    AcctAuthentic = 45,
    AcctSessionTime = 46,
    AcctInputPackets = 47,
    AcctOutputPackets = 48,
    AcctTerminateCause = 49,
    AcctInputGigawords = 52,
    AcctOutputGigawords = 53,
    EventTimestamp = 55,
    ChapChallenge = 60,
    NasPortType = 61,
    PortLimit = 62,

    /// <summary>RFC 2868 §3; with a tag.</summary>
    TunnelType = 64,
    TunnelMediumType = 65,
    TunnelClientEndpoint = 66,
    EapMessage = 79,

    /// <summary>RFC 3579 §3.2.</summary>
    MessageAuthenticator = 80,

    /// <summary>RFC 2869 §5.16.</summary>
    AcctInterimInterval = 85,

    /// <summary>RFC 2869 §5.18.</summary>
    FramedPool = 88,

    /// <summary>RFC 3162 §2.1.</summary>
    NasIpv6Address = 95,

    /// <summary>RFC 3162 §2.3.</summary>
    FramedIpv6Prefix = 97,

    /// <summary>RFC 3162 §2.5.</summary>
    FramedIpv6Route = 99,

    /// <summary>RFC 5176 §3.5.</summary>
    ErrorCause = 101,

    /// <summary>A number of <see cref="AccessReason"/>. 224 to 240 are free for an implementation's own use (RFC 3575 §2.1).</summary>
    Reason = 224,

    /// <summary>What we call the RADIUS client that asked. This and the next ones never come from the network, and never go there.</summary>
    ClientName = 225,

    /// <summary>From where it asked.</summary>
    ClientAddress = 226,

    /// <summary>Who made it.</summary>
    ClientVendor = 227,

    /// <summary>The NAS-Identifier that it sent.</summary>
    ForeignNasIdentifier = 228,

    /// <summary>How policies decided.</summary>
    Trace = 229,

    /// <summary>SHA-256 of the certificate that was signed in with, as text.</summary>
    Certificate = 235,

    /// <summary>Whom an EAP conversation was about, as text.</summary>
    InnerIdentity = 236,

    /// <summary>How one who is to be authorized anew proved who they are when the session began: the method of PPP, and the type of EAP.</summary>
    ProvenBy = 237,

    /// <summary>A network that the client is told to reach through the tunnel, as text: RADIUS has no attribute for that.</summary>
    ToldRoute = 238,

    /// <summary>The same for IPv6.</summary>
    ToldIpv6Route = 239,
}

/// <summary>Vendor 311's attribute numbers that our messages use (RFC 2548 §2, [MS-RNAP] §2.2.1).</summary>
internal enum MicrosoftAttributeType : byte
{
    None = 0,

    /// <summary>RFC 2548 §2.1.3: MS-CHAP, version 1.</summary>
    ChapResponse = 1,
    ChapError = 2,

    /// <summary>RFC 2548 §2.1.7: a part of a new password.</summary>
    ChapNtEncPw = 6,
    MppeEncryptionPolicy = 7,
    MppeEncryptionTypes = 8,
    RasVendor = 9,
    ChapChallenge = 11,

    /// <summary>RFC 2548 §2.4.1: what MPPE makes its keys of after MS-CHAP, version 1.</summary>
    ChapMppeKeys = 12,
    MppeSendKey = 16,
    MppeRecvKey = 17,
    RasVersion = 18,
    Filter = 22,
    Chap2Response = 25,
    Chap2Success = 26,

    /// <summary>RFC 2548 §2.3.4: the rest of a change of password.</summary>
    Chap2Cpw = 27,
    PrimaryDnsServer = 28,
    SecondaryDnsServer = 29,
    RasClientName = 34,
    RasClientVersion = 35,
    IdentityType = 41,
    NetworkAccessServerType = 47,
    Ipv6Filter = 51,
    RasCorrelationId = 56,
}
