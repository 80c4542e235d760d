namespace Adit.Protocols.Radius;

/// <summary>What a RADIUS message is (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3).</summary>
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

    /// <summary>The report is kept.</summary>
    AccountingResponse = 5,

    /// <summary>The authority asks back.</summary>
    AccessChallenge = 11,

    /// <summary>Is anybody there (RFC 5997)?</summary>
    StatusServer = 12,

    /// <summary>End a session.</summary>
    DisconnectRequest = 40,

    /// <summary>It has ended.</summary>
    DisconnectAck = 41,

    /// <summary>It could not be ended.</summary>
    DisconnectNak = 42,

    /// <summary>Change what a session may do.</summary>
    CoaRequest = 43,

    /// <summary>It is changed.</summary>
    CoaAck = 44,

    /// <summary>It could not be changed.</summary>
    CoaNak = 45,
}
