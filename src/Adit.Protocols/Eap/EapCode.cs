namespace Adit.Protocols.Eap;

/// <summary>What an EAP packet is (RFC 3748 §4).</summary>
public enum EapCode : byte
{
    /// <summary>No packet has this code.</summary>
    None = 0,

    /// <summary>The authority asks.</summary>
    Request = 1,

    /// <summary>The peer answers.</summary>
    Response = 2,

    /// <summary>The authority lets the peer in.</summary>
    Success = 3,

    /// <summary>The authority does not.</summary>
    Failure = 4,
}
