namespace Adit.Protocols.Eap;

/// <summary>What is asked and answered: the first three are EAP's own, the others are methods (RFC 3748 §5, IANA's EAP registry).</summary>
public enum EapType : byte
{
    /// <summary>No packet has this type.</summary>
    None = 0,

    /// <summary>Who are you?</summary>
    Identity = 1,

    /// <summary>Text to be shown.</summary>
    Notification = 2,

    /// <summary>Another method, please; in responses only.</summary>
    Nak = 3,

    /// <summary>MD5-Challenge (RFC 3748 §5.4): CHAP. Makes no keys.</summary>
    Md5Challenge = 4,

    /// <summary>Generic Token Card (RFC 3748 §5.6): the password in clear. Makes no keys.</summary>
    GenericTokenCard = 6,

    /// <summary>EAP-TLS (RFC 5216, RFC 9190).</summary>
    Tls = 13,

    /// <summary>EAP-TTLS (RFC 5281).</summary>
    Ttls = 21,

    /// <summary>Protected EAP ([MS-PEAP]).</summary>
    Peap = 25,

    /// <summary>EAP-MSCHAPv2 (draft-kamath-pppext-eap-mschapv2).</summary>
    MsChapV2 = 26,

    /// <summary>What both sides say at the end of PEAP, inside of its tunnel alone ([MS-PEAP] 2.2.8.1).</summary>
    TlvExtensions = 33,

    /// <summary>A type of another vendor's, and the Nak that belongs to it (RFC 3748 §5.7).</summary>
    Expanded = 254,
}
