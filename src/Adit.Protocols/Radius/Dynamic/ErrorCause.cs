namespace Adit.Protocols.Radius.Dynamic;

/// <summary>Why a Disconnect-Request or CoA-Request is not carried out (RFC 5176 §3.5).</summary>
public enum ErrorCause
{
    /// <summary>Nothing is wrong with it.</summary>
    None = 0,

    /// <summary>It has an attribute that we do not know, or cannot change.</summary>
    UnsupportedAttribute = 401,

    /// <summary>It names no session, or no change.</summary>
    MissingAttribute = 402,

    /// <summary>It is for another gateway.</summary>
    NasIdentificationMismatch = 403,

    /// <summary>It cannot be read.</summary>
    InvalidRequest = 404,

    /// <summary>It wants a service that we do not have.</summary>
    UnsupportedService = 405,

    /// <summary>An attribute has a value that it cannot have.</summary>
    InvalidAttributeValue = 407,

    /// <summary>This client may ask, but not this.</summary>
    AdministrativelyProhibited = 501,

    /// <summary>There is no such session, or not any more.</summary>
    SessionContextNotFound = 503,

    /// <summary>The authority is being asked anew: the answer to Authorize Only (RFC 5176 §3.2).</summary>
    RequestInitiated = 507,
}
