using System.Globalization;
using System.Text.Json;
using Adit.Diagnosis.Attempts;

namespace Adit.Storage.Sqlite;

/// <summary>A row of the table of attempts as it is read; its lists are JSON.</summary>
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

    public string? CorrelationId { get; init; }

    public string? UserName { get; init; }

    public string Stages { get; init; } = "";

    public string Facts { get; init; } = "";

    public string? FailureCode { get; init; }

    public string? FailureFacts { get; init; }

    public long? ClientCode { get; init; }

    public string? ClientCodeSource { get; init; }

    public long? Ended { get; init; }

    public long Outcome { get; init; }

    public AttemptRecord ToAttempt() => new()
    {
        Id = Id,
        StartedUtc = SqliteTime.FromSql(Started),
        Gateway = Gateway,
        Link = Link,
        Peer = Peer,
        CorrelationId = CorrelationId is null ? null : Guid.Parse(CorrelationId, CultureInfo.InvariantCulture),
        UserName = UserName,
        Stages = JsonSerializer.Deserialize(Stages, RowJson.Default.IReadOnlyListAttemptStage) ?? [],
        Facts = JsonSerializer.Deserialize(Facts, RowJson.Default.IReadOnlyListAttemptFact) ?? [],
        FailureCode = FailureCode,
        FailureFacts = FailureFacts,
        ClientCode = (int?)ClientCode,
        ClientCodeSource = ClientCodeSource,
        EndedUtc = SqliteTime.FromSql(Ended),
        Outcome = (AttemptOutcome)Outcome,
    };
}
