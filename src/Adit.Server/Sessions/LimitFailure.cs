using Adit.Protocols;
using Adit.Server.Configuration;

namespace Adit.Server.Sessions;

/// <summary>Why somebody who may enter has no session: there is no place.</summary>
public abstract record LimitFailure : Failure
{
    private LimitFailure(string code)
        : base(code)
    {
    }

    /// <summary>The user has as many sessions as one may have, and the old ones stay.</summary>
    public sealed record UserHasEnough(int Limit) : LimitFailure("LIM-101");

    /// <summary>The last place was taken while this client authenticated: before that it would have been told 503. <c>Limit</c> is the key of what left none.</summary>
    public sealed record NoPlaceLeft(TunnelKind Tunnel, string Limit) : LimitFailure("LIM-102");

    /// <summary>The same user has signed in again, and the newer session takes the place of this one.</summary>
    public sealed record ReplacedByNewer(string NewPeer) : LimitFailure("LIM-103");
}
