namespace Adit.Protocols.Eap.Ttls;

/// <summary>The AVPs that are ours to read or write (RFC 5281 §11): the code, and above its 32 bits the vendor.</summary>
internal enum TtlsAvpCode : ulong
{
    None = 0,
    UserName = 1,
    UserPassword = 2,
    ChapPassword = 3,
    ChapChallenge = 60,
    EapMessage = 79,
    MsChapChallenge = MsChapVendor | 11,
    MsChap2Response = MsChapVendor | 25,
    MsChap2Success = MsChapVendor | 26,

    /// <summary>Microsoft's number (RFC 2548) where a vendor stands.</summary>
    MsChapVendor = 311UL << 32,
}
