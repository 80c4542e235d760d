using Adit.Protocols;
using Adit.Server.Configuration;

namespace Adit.Server.Sessions;

/// <summary>The place of one session, from its call's beginning to its end; only <see cref="SessionPlaces"/> changes it.</summary>
/// <param name="tunnel">What the session comes through.</param>
/// <param name="yield">Ends the session for this reason and returns when it has ended.</param>
public sealed class SessionPlace(TunnelKind tunnel, Func<Failure, Task> yield)
{
    /// <summary>What the session comes through.</summary>
    public TunnelKind Tunnel => tunnel;

    /// <summary>Who has taken it; null before.</summary>
    internal string? User { get; set; }

    /// <summary>It has been given back, or taken away: nobody gets it any more.</summary>
    internal bool IsOver { get; set; }

    /// <summary>Ends the session for this reason and returns when it has ended.</summary>
    public Task YieldAsync(Failure reason) => yield(reason);
}
