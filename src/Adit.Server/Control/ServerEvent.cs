using System.Text.Json.Serialization;

namespace Adit.Server.Control;

/// <summary>Something that happened on the server. Never holds a secret; what strangers sent is bounded and to be escaped before it is shown.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SessionOpened), "session.opened")]
[JsonDerivedType(typeof(SessionClosed), "session.closed")]
[JsonDerivedType(typeof(AttemptEnded), "attempt.ended")]
[JsonDerivedType(typeof(AccountChanged), "account.changed")]
[JsonDerivedType(typeof(DrainChanged), "server.drain")]
[JsonDerivedType(typeof(ConfigurationReloaded), "configuration.reloaded")]
[JsonDerivedType(typeof(EventsMissed), "events.missed")]
public abstract record ServerEvent
{
    /// <summary>Rises with every event, over restarts too; names the place in the stream to go on from.</summary>
    [JsonPropertyOrder(-2)]
    public long Id { get; init; }

    /// <summary>When it happened.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset AtUtc { get; init; }

    /// <summary>A call became a session: packets pass.</summary>
    /// <param name="Session">The session's id.</param>
    /// <param name="User">Whose it is.</param>
    /// <param name="Peer">Address and port it comes from.</param>
    /// <param name="Tunnel">The tunnel protocol: <c>sstp</c>.</param>
    /// <param name="Address">The address it was given.</param>
    /// <param name="CorrelationId">The id that the client's own log carries; null where it sent none.</param>
    public sealed record SessionOpened(string Session, string User, string Peer, string Tunnel, string? Address, string? CorrelationId) : ServerEvent;

    /// <summary>A session has ended.</summary>
    /// <param name="Session">The session's id.</param>
    /// <param name="User">Whose it was.</param>
    /// <param name="Peer">Address and port it came from.</param>
    /// <param name="Seconds">How long it was open.</param>
    /// <param name="BytesIn">Bytes of packets from the client.</param>
    /// <param name="BytesOut">Bytes of packets to the client.</param>
    /// <param name="FailureCode">Why; null where it ended as its user wished.</param>
    /// <param name="CorrelationId">The id that the client's own log carries; null where it sent none.</param>
    public sealed record SessionClosed(
        string Session, string User, string Peer, long Seconds, long BytesIn, long BytesOut, string? FailureCode, string? CorrelationId)
        : ServerEvent;

    /// <summary>An attempt to connect is over: it failed, or the session that it became has ended.</summary>
    /// <param name="Result">How it ended: closed or failed.</param>
    /// <param name="FailureCode">The code of its failure; null where it has not failed.</param>
    /// <param name="User">The name it gave, which need not be true; null where it gave none.</param>
    /// <param name="Peer">Address and port it came from.</param>
    /// <param name="CorrelationId">The id that the client's own log carries; null where it sent none.</param>
    public sealed record AttemptEnded(AttemptOutcome Result, string? FailureCode, string? User, string Peer, string? CorrelationId) : ServerEvent;

    /// <summary>An account was changed by an administrator.</summary>
    /// <param name="Account">Which.</param>
    /// <param name="Change">What was done, as the audit calls it: <c>account.disable</c>.</param>
    /// <param name="Actor">Who did it.</param>
    public sealed record AccountChanged(string Account, string Change, string Actor) : ServerEvent;

    /// <summary>New calls are turned away from now on, or no longer.</summary>
    /// <param name="Draining">Whether they are turned away.</param>
    public sealed record DrainChanged(bool Draining) : ServerEvent;

    /// <summary>The configuration was read again and is in force.</summary>
    /// <param name="Changes">What is different, a line each; empty where nothing is.</param>
    public sealed record ConfigurationReloaded(IReadOnlyList<string> Changes) : ServerEvent;

    /// <summary>Events that were asked for are no longer kept: what follows does not join what was read before.</summary>
    public sealed record EventsMissed : ServerEvent;
}
