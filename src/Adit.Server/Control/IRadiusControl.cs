namespace Adit.Server.Control;

/// <summary>What an operator can ask about RADIUS. Any thread may call.</summary>
public interface IRadiusControl
{
    /// <summary>Who may ask us, and whom we ask.</summary>
    ValueTask<RadiusView> ListAsync(CancellationToken cancellationToken);

    /// <summary>Asks the servers of a group whether they are there, or has one of them decide on a user.</summary>
    /// <exception cref="ControlException">There is no such group.</exception>
    ValueTask<RadiusTestView> TestAsync(RadiusTestOrder order, Actor actor, CancellationToken cancellationToken);
}

/// <summary>RADIUS as it is configured and does.</summary>
/// <param name="Clients">Who may ask us.</param>
/// <param name="Servers">Whom we ask: each server for authentication, and again for accounting.</param>
/// <param name="Reports">What waits for each group that takes reports on sessions.</param>
public sealed record RadiusView(
    IReadOnlyList<RadiusClientView> Clients, IReadOnlyList<RadiusServerView> Servers, IReadOnlyList<RadiusReportsView> Reports);

/// <summary>Who may ask us.</summary>
/// <param name="Name">What we call it.</param>
/// <param name="Address">From where it asks.</param>
/// <param name="MayChangeSessions">Whether it may end and change sessions.</param>
public sealed record RadiusClientView(string Name, string Address, bool MayChangeSessions)
{
    /// <summary>Who made it; empty where that is not said.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>Whether its access requests need a Message-Authenticator: <c>yes</c>, <c>auto</c> or <c>no</c>.</summary>
    public string RequireMessageAuthenticator { get; init; } = "yes";

    /// <summary>When a packet last came from its address, since the start; null for never.</summary>
    public DateTimeOffset? LastSeenUtc { get; init; }

    /// <summary>Answers that it has had since the start, by kind, such as <c>access_accept</c>.</summary>
    public IReadOnlyList<RadiusCountView> Answers { get; init; } = [];

    /// <summary>Packets of its that had no new answer since the start, by reason, such as <c>wrong_secret</c>.</summary>
    public IReadOnlyList<RadiusCountView> Drops { get; init; } = [];
}

/// <summary>How often something was.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
public sealed record RadiusCountView(string Kind, long Count);

/// <summary>Whom we ask.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Server">Its address and port.</param>
/// <param name="For">authentication or accounting.</param>
/// <param name="Up">False from the time it was given up until it answers again.</param>
/// <param name="Waiting">Requests that wait for its answer now.</param>
/// <param name="Sent">Packets sent since the group was made, repeated ones included.</param>
/// <param name="Answered">Genuine answers.</param>
/// <param name="Lost">Packets without an answer in time.</param>
/// <param name="Dropped">Datagrams that were no genuine answer to anything.</param>
public sealed record RadiusServerView(
    string Group, string Server, string For, bool Up, int Waiting, long Sent, long Answered, long Lost, long Dropped);

/// <summary>Reports on sessions that no server has taken yet.</summary>
/// <param name="Group">For whom.</param>
/// <param name="Waiting">In memory.</param>
/// <param name="KeptBytes">On disk, in bytes.</param>
/// <param name="Lost">How many were lost since the start, for there was no room.</param>
public sealed record RadiusReportsView(string Group, int Waiting, long KeptBytes, long Lost);

/// <summary>What to try.</summary>
/// <param name="Group">With whom.</param>
/// <param name="User">Who is to be decided on; null where servers are only asked whether they are there.</param>
/// <param name="Password">Theirs; null without a user.</param>
public sealed record RadiusTestOrder(string Group, string? User, string? Password)
{
    /// <summary>Names the group alone: the password never reaches a log.</summary>
    public override string ToString() => $"test of {Group}";
}

/// <summary>What came of it.</summary>
/// <param name="Group">With whom.</param>
/// <param name="Servers">Each server with its time; none where a user was decided on.</param>
/// <param name="Answer">The decision, such as AccessAccept; null where there is none.</param>
/// <param name="Server">Who gave it; null where nobody did.</param>
/// <param name="Failure">The code of why there is no decision; null where there is one, or none was asked for.</param>
/// <param name="Attributes">The answer's attributes, secrets left out.</param>
public sealed record RadiusTestView(
    string Group, IReadOnlyList<RadiusProbeView> Servers, string? Answer, string? Server, string? Failure, IReadOnlyList<RadiusAttributeView> Attributes)
{
    /// <summary>Whether everybody who was asked answered, and a user was let in.</summary>
    public bool Passed { get; init; }
}

/// <summary>A server that was asked whether it is there.</summary>
/// <param name="Server">Its address and port.</param>
/// <param name="Milliseconds">How long its answer took; null where none came.</param>
public sealed record RadiusProbeView(string Server, double? Milliseconds);

/// <summary>An attribute of an answer.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">Its value as text.</param>
public sealed record RadiusAttributeView(string Name, string Value);
