namespace Adit.Protocols.Radius.Servers;

/// <summary>Why an authority that is reached over RADIUS gave no decision.</summary>
public abstract record RemoteFailure(string Code) : Failure(Code)
{
    /// <summary>No server of the group answered in time.</summary>
    public sealed record NoServerAnswered(string Group) : RemoteFailure("RAD-110");

    /// <summary>An answer came, and it was genuine, but it lacks what the method needs, such as the keys of MS-CHAPv2.</summary>
    public sealed record UnusableAnswer(string Group, string Server) : RemoteFailure("RAD-111");

    /// <summary>The request does not fit into RADIUS: a password of more than 128 bytes, or a packet of more than 4096.</summary>
    public sealed record RequestTooLong(string Group) : RemoteFailure("RAD-112");

    /// <summary>More requests wait for answers than there are numbers for.</summary>
    public sealed record TooManyWaiting(string Group) : RemoteFailure("RAD-113");
}
