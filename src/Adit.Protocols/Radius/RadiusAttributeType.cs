namespace Adit.Protocols.Radius;

/// <summary>Attribute numbers that our messages use (RFC 2865 §5, RFC 2866 §5, RFC 2869 §5).</summary>
internal enum RadiusAttributeType : byte
{
    None = 0,
    UserName = 1,
    UserPassword = 2,
    ChapPassword = 3,
    ServiceType = 6,
    FramedProtocol = 7,
    FramedIpAddress = 8,
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
    AcctInputOctets = 42,
    AcctOutputOctets = 43,
    AcctSessionId = 44,
    AcctSessionTime = 46,
    AcctInputPackets = 47,
    AcctOutputPackets = 48,
    AcctTerminateCause = 49,
    AcctInputGigawords = 52,
    AcctOutputGigawords = 53,
    ChapChallenge = 60,
    NasPortType = 61,
    EapMessage = 79,

    /// <summary>RFC 3579 §3.2.</summary>
    MessageAuthenticator = 80,

    /// <summary>RFC 3162 §2.3.</summary>
    FramedIpv6Prefix = 97,

    /// <summary>A number of <see cref="AccessReason"/>. 224 to 240 are free for an implementation's own use (RFC 3575 §2.1).</summary>
    Reason = 224,

    /// <summary>SHA-256 of the certificate that was signed in with, as text.</summary>
    Certificate = 235,
}

/// <summary>Vendor 311's attribute numbers that our messages use (RFC 2548 §2, [MS-RNAP] §2.2.1).</summary>
internal enum MicrosoftAttributeType : byte
{
    None = 0,
    ChapError = 2,
    ChapChallenge = 11,
    MppeSendKey = 16,
    MppeRecvKey = 17,
    Chap2Response = 25,
    Chap2Success = 26,
    RasCorrelationId = 56,
}
