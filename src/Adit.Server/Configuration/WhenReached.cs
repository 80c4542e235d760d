namespace Adit.Server.Configuration;

/// <summary>What happens to a user who has as many sessions as one may have, and asks for another.</summary>
public enum WhenReached
{
    /// <summary>The new session is refused.</summary>
    Refuse,

    /// <summary>The oldest session ends first: the laptop that lost its network need not wait until we notice.</summary>
    Replace,
}
