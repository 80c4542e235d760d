using Adit.Protocols;

namespace Adit.Server.Radius;

/// <summary>What goes wrong between us and other RADIUS clients and servers, beyond what an authority says.</summary>
public abstract record RadiusFailure(string Code) : Failure(Code)
{
    /// <summary>The request has a name but no credentials of a method that we know.</summary>
    public sealed record NoCredentials() : RadiusFailure("RAD-101");

    /// <summary>Reports on sessions wait for a server, and there is no room for more.</summary>
    public sealed record SpoolFull() : RadiusFailure("RAD-114");

    /// <summary>The file in which reports wait does not hold what was written to it.</summary>
    public sealed record SpoolDamaged() : RadiusFailure("RAD-115");
}
