namespace Adit.Protocols.Radius;

/// <summary>Why a RADIUS packet is dropped without an answer.</summary>
public enum RadiusFault
{
    /// <summary>Nothing is wrong with it.</summary>
    None,

    /// <summary>Lengths that do not add up, or an attribute of a form that it may not have.</summary>
    Malformed,

    /// <summary>It is of a kind that does not belong here.</summary>
    WrongKind,

    /// <summary>It has no Message-Authenticator, and without one anybody on the way can turn an answer round (CVE-2024-3596).</summary>
    NoMessageAuthenticator,

    /// <summary>Its Message-Authenticator or its authenticator does not fit: the two sides have different secrets, or it was altered.</summary>
    WrongSecret,

    /// <summary>It answers nothing that waits for an answer.</summary>
    Unexpected,
}
