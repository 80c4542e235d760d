namespace Adit.Protocols.Sstp;

/// <summary>The attributes of control messages ([MS-SSTP] §2.2.4).</summary>
public enum SstpAttributeId
{
    /// <summary>SSTP_ATTRIB_NO_ERROR: inside a Status Info, "no attribute in particular"; never an attribute itself.</summary>
    NoError = 0,

    /// <summary>SSTP_ATTRIB_ENCAPSULATED_PROTOCOL_ID.</summary>
    EncapsulatedProtocolId = 1,

    /// <summary>SSTP_ATTRIB_STATUS_INFO.</summary>
    StatusInfo = 2,

    /// <summary>SSTP_ATTRIB_CRYPTO_BINDING.</summary>
    CryptoBinding = 3,

    /// <summary>SSTP_ATTRIB_CRYPTO_BINDING_REQ.</summary>
    CryptoBindingRequest = 4,
}
