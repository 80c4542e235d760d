namespace Adit.Server.Control;

/// <summary>One attempt to connect, from its first byte to its end.</summary>
/// <param name="Id">The attempt's id.</param>
/// <param name="StartedUtc">When its first byte came.</param>
/// <param name="Peer">Address and port it came from.</param>
/// <param name="User">The name it gave; null where it did not get that far.</param>
/// <param name="CorrelationId">The id that the client's own log carries; null where it sent none.</param>
/// <param name="Outcome">How it ended, or that it has not.</param>
/// <param name="Stages">The stages it reached, in order.</param>
/// <param name="Facts">What became known of it, in order.</param>
/// <param name="FailureCode">The stable code of its failure; null where it has not failed.</param>
/// <param name="FailureText">The failure with its facts, in words; null where it has not failed.</param>
/// <param name="ClientCode">The code that the client was told or probably shows, as far as known.</param>
public sealed record AttemptView(
    string Id,
    DateTimeOffset StartedUtc,
    string Peer,
    string? User,
    string? CorrelationId,
    AttemptOutcome Outcome,
    IReadOnlyList<AttemptStage> Stages,
    IReadOnlyList<AttemptFact> Facts,
    string? FailureCode,
    string? FailureText,
    string? ClientCode)
{
    /// <summary>How we know the client's code: <c>documented</c>, <c>observed</c> or <c>inferred</c>; null without a code.</summary>
    public string? ClientCodeSource { get; init; }

    /// <summary>What the call was told and said, line by line; null where it was not recorded, or only the attempt was asked for.</summary>
    public IReadOnlyList<string>? Recording { get; init; }
}

/// <summary>Which attempts are wanted.</summary>
public sealed record AttemptFilter
{
    /// <summary>Only those that failed.</summary>
    public bool FailedOnly { get; init; }

    /// <summary>Only those that began then or later; null for all.</summary>
    public DateTimeOffset? SinceUtc { get; init; }

    /// <summary>At most so many, 1 to 1000.</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>Attempts from one address that failed before they gave a name, summed.</summary>
/// <param name="Address">The address, without a port.</param>
/// <param name="Count">How many.</param>
/// <param name="LastUtc">When the last of them began.</param>
/// <param name="LastAttempt">The last one's id.</param>
/// <param name="LastFailureCode">The last one's failure.</param>
public sealed record NamelessView(string Address, long Count, DateTimeOffset LastUtc, string LastAttempt, string? LastFailureCode);

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>It is still on its way.</summary>
    Connecting,

    /// <summary>It became a session that is still open.</summary>
    Open,

    /// <summary>It became a session, which ended as wished.</summary>
    Closed,

    /// <summary>It failed, before or after it became a session.</summary>
    Failed,
}

/// <summary>A stage that an attempt reached.</summary>
/// <param name="Name">The stage: Connecting, Negotiating, Authenticating, Authorizing, Addressing, Open, Closed.</param>
/// <param name="AtMilliseconds">When it was reached, in milliseconds from the attempt's start.</param>
public sealed record AttemptStage(string Name, long AtMilliseconds);

/// <summary>Something known of an attempt.</summary>
/// <param name="Name">What it is: <c>tls.version</c>.</param>
/// <param name="Value">The value; may hold what a peer sent, so it is to be escaped before it is shown.</param>
public sealed record AttemptFact(string Name, string Value);

/// <summary>The answer to "why": the attempt asked for, or else the failures that have no name to find them by.</summary>
/// <param name="Attempt">The newest attempt that matches; null where none does.</param>
/// <param name="Nameless">Recent failures that gave no name, newest first; empty where an attempt was found.</param>
public sealed record WhyView(AttemptView? Attempt, IReadOnlyList<AttemptView> Nameless);
