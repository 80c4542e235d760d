namespace Adit.Protocols.Radius;

/// <summary>What a RADIUS message is (RFC 2865 §3, RFC 2866 §3).</summary>
public enum RadiusCode : byte
{
    /// <summary>No message has this code.</summary>
    None = 0,

    /// <summary>A gateway asks whether someone may enter.</summary>
    AccessRequest = 1,

    /// <summary>Yes, with these settings.</summary>
    AccessAccept = 2,

    /// <summary>No.</summary>
    AccessReject = 3,

    /// <summary>A gateway reports the start, the progress or the end of a session.</summary>
    AccountingRequest = 4,
}
