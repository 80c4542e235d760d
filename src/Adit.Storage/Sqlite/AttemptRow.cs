using System.Globalization;
using System.Text.Json;
using Adit.Diagnosis.Attempts;

namespace Adit.Storage.Sqlite;

/// <summary>A row of the table of attempts; its lists are JSON.</summary>
internal sealed record AttemptRow
{
    public const string Selection =
        """
        SELECT id, started, gateway, link, peer, correlation_id AS CorrelationId, user_name AS UserName, stages, facts,
            failure_code AS FailureCode, failure_facts AS FailureFacts, client_code AS ClientCode, client_code_source AS ClientCodeSource,
            ended, outcome
        FROM attempts
        """ + " ";

    public long Id { get; init; }

    public long Started { get; init; }

    public string Gateway { get; init; } = "";

    public string Link { get; init; } = "";

    public string Peer { get; init; } = "";

    public string PeerAddress { get; init; } = "";

    public string? CorrelationId { get; init; }

    public string? UserName { get; init; }

    public string? UserKey { get; init; }

    public string Stages { get; init; } = "";

    public string Facts { get; init; } = "";

    public string? FailureCode { get; init; }

    public string? FailureFacts { get; init; }

    public long? ClientCode { get; init; }

    public string? ClientCodeSource { get; init; }

    public long? Ended { get; init; }

    public long Outcome { get; init; }

    public static AttemptRow Of(AttemptRecord record)
    {
        var attempt = record.Bounded();
        return new AttemptRow
        {
            Id = attempt.Id,
            Started = SqliteTime.ToSql(attempt.StartedUtc),
            Gateway = attempt.Gateway,
            Link = attempt.Link,
            Peer = attempt.Peer,
            PeerAddress = attempt.PeerAddress,
            CorrelationId = attempt.CorrelationId?.ToString(),
            UserName = attempt.UserName,
            UserKey = attempt.UserKey,
            Stages = JsonSerializer.Serialize(attempt.Stages),
            Facts = JsonSerializer.Serialize(attempt.Facts),
            FailureCode = attempt.FailureCode,
            FailureFacts = attempt.FailureFacts,
            ClientCode = attempt.ClientCode,
            ClientCodeSource = attempt.ClientCodeSource,
            Ended = SqliteTime.ToSql(attempt.EndedUtc),
            Outcome = (long)attempt.Outcome,
        };
    }

    public AttemptRecord ToAttempt() => new()
    {
        Id = Id,
        StartedUtc = SqliteTime.FromSql(Started),
        Gateway = Gateway,
        Link = Link,
        Peer = Peer,
        CorrelationId = CorrelationId is null ? null : Guid.Parse(CorrelationId, CultureInfo.InvariantCulture),
        UserName = UserName,
        Stages = JsonSerializer.Deserialize<AttemptStage[]>(Stages) ?? [],
        Facts = JsonSerializer.Deserialize<AttemptFact[]>(Facts) ?? [],
        FailureCode = FailureCode,
        FailureFacts = FailureFacts,
        ClientCode = (int?)ClientCode,
        ClientCodeSource = ClientCodeSource,
        EndedUtc = SqliteTime.FromSql(Ended),
        Outcome = (AttemptOutcome)Outcome,
    };
}
