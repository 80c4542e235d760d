namespace Adit.Protocols.Calls;

/// <summary>How far a call has come. The names are those of the attempt record.</summary>
public enum CallStage
{
    /// <summary>The tunnel is being set up.</summary>
    Connecting,

    /// <summary>LCP is agreeing on the link.</summary>
    Negotiating,

    /// <summary>The user is proving who they are.</summary>
    Authenticating,

    /// <summary>The authority is deciding.</summary>
    Authorizing,

    /// <summary>An address is being given.</summary>
    Addressing,

    /// <summary>Packets pass.</summary>
    Open,

    /// <summary>Packets pass, and the authority is asked anew whether they may go on doing so: a stage of records, not of the call.</summary>
    Reauthorizing,

    /// <summary>The call has ended.</summary>
    Closed,
}
