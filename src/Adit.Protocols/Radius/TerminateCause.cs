namespace Adit.Protocols.Radius;

/// <summary>Acct-Terminate-Cause (RFC 2866 §5.10): why a session ended.</summary>
public enum TerminateCause
{
    /// <summary>Not given.</summary>
    None = 0,

    /// <summary>The user hung up.</summary>
    UserRequest = 1,

    /// <summary>The link went away.</summary>
    LostCarrier = 2,

    /// <summary>The service is gone.</summary>
    LostService = 3,

    /// <summary>Nothing passed for too long.</summary>
    IdleTimeout = 4,

    /// <summary>The session has lasted as long as it may.</summary>
    SessionTimeout = 5,

    /// <summary>An administrator ended it.</summary>
    AdminReset = 6,

    /// <summary>An administrator restarted the gateway.</summary>
    AdminReboot = 7,

    /// <summary>The port failed.</summary>
    PortError = 8,

    /// <summary>The gateway found a fault and ended it.</summary>
    NasError = 9,

    /// <summary>The gateway ended it for a reason of its own.</summary>
    NasRequest = 10,

    /// <summary>The gateway came back without having said farewell.</summary>
    NasReboot = 11,

    /// <summary>The user's side ended it with an error.</summary>
    UserError = 17,

    /// <summary>The authority, asked anew, wants the user no more (RFC 3580 §3.15).</summary>
    ReauthenticationFailure = 20,
}
