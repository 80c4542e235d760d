using Adit.Protocols;
using Adit.Protocols.Radius;

namespace Adit.Server.Radius;

/// <summary>Why a RADIUS packet was dropped without an answer, for the log.</summary>
public abstract record RadiusDiscard(string Code) : Failure(Code)
{
    /// <summary>What stands for a fault of a packet.</summary>
    internal static RadiusDiscard Of(RadiusFault fault) => fault switch
    {
        RadiusFault.WrongSecret => new WrongSecret(),
        RadiusFault.NoMessageAuthenticator => new NoMessageAuthenticator(),
        _ => new NotUnderstood(),
    };

    /// <summary>No RADIUS client has the address that it came from.</summary>
    public sealed record UnknownClient() : RadiusDiscard("RAD-140");

    /// <summary>The two sides have different secrets, or somebody has altered it.</summary>
    public sealed record WrongSecret() : RadiusDiscard("RAD-141");

    /// <summary>It has no Message-Authenticator, which this client's must have.</summary>
    public sealed record NoMessageAuthenticator() : RadiusDiscard("RAD-142");

    /// <summary>It is damaged, or does not belong to this port.</summary>
    public sealed record NotUnderstood() : RadiusDiscard("RAD-143");

    /// <summary>More is asked than can be answered in time.</summary>
    public sealed record Overloaded() : RadiusDiscard("RAD-144");
}
