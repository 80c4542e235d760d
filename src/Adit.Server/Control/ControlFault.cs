namespace Adit.Server.Control;

/// <summary>The kinds of refusal that a caller acts on differently.</summary>
public enum ControlFault
{
    /// <summary>No server answers at the control socket.</summary>
    NotRunning,

    /// <summary>The caller is not allowed to.</summary>
    Denied,

    /// <summary>What the request names is not there.</summary>
    NotFound,

    /// <summary>The request cannot be read, or asks for what cannot be.</summary>
    Invalid,

    /// <summary>The request contradicts what is there already.</summary>
    Conflict,

    /// <summary>The server tried and failed.</summary>
    Failed,
}
