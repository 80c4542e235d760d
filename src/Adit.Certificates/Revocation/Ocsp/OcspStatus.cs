namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>OCSPResponseStatus (RFC 6960 §4.2.1).</summary>
public enum OcspStatus
{
    /// <summary>There is an answer.</summary>
    Successful = 0,

    /// <summary>The request cannot be read.</summary>
    MalformedRequest = 1,

    /// <summary>The responder has trouble of its own.</summary>
    InternalError = 2,

    /// <summary>Ask again later.</summary>
    TryLater = 3,

    /// <summary>Only signed requests are answered.</summary>
    SigRequired = 5,

    /// <summary>The responder does not speak for this issuer, or not to us.</summary>
    Unauthorized = 6,
}
