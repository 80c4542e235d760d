using Adit.Protocols;

namespace Adit.Server.Radius;

/// <summary>Why another vendor's gateway gets no decision from us, beyond what the authority says.</summary>
public abstract record RadiusFailure(string Code) : Failure(Code)
{
    /// <summary>The request has a name but no credentials of a method that we know.</summary>
    public sealed record NoCredentials() : RadiusFailure("RAD-101");
}
