using System.Globalization;
using Adit.Diagnosis;
using Adit.Diagnosis.Attempts;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Shows attempt records as the control API tells them.</summary>
internal static class AttemptViews
{
    public static AttemptView Of(AttemptRecord record) => new(
        record.Id.ToString(CultureInfo.InvariantCulture),
        record.StartedUtc,
        record.Peer,
        record.UserName,
        record.CorrelationId?.ToString(),
        OutcomeOf(record.Outcome),
        [.. record.Stages.Select(stage => new Control.AttemptStage(stage.Name, stage.Milliseconds))],
        [.. record.Facts.Select(fact => new Control.AttemptFact(fact.Name, fact.Value))],
        record.FailureCode,
        TextOf(record),
        record.ClientCode is { } code ? new WindowsCode(code).ToString() : null)
    {
        ClientCodeSource = record.ClientCodeSource?.ToLowerInvariant(),
    };

    public static NamelessView Of(NamelessSum sum) =>
        new(sum.PeerAddress, sum.Count, sum.LastUtc, sum.LastId.ToString(CultureInfo.InvariantCulture), sum.LastFailureCode);

    /// <summary>What went wrong, and its facts: "The call was ended by an administrator: actor root".</summary>
    private static string? TextOf(AttemptRecord record) => record.FailureCode is not { } code ? null
        : string.Join(": ", new[] { FailureCatalogue.Find(code)?.Title, record.FailureFacts }.Where(part => part is { Length: > 0 }));

    private static Control.AttemptOutcome OutcomeOf(Diagnosis.Attempts.AttemptOutcome outcome) => outcome switch
    {
        Diagnosis.Attempts.AttemptOutcome.InProgress => Control.AttemptOutcome.Connecting,
        Diagnosis.Attempts.AttemptOutcome.Connected => Control.AttemptOutcome.Open,
        Diagnosis.Attempts.AttemptOutcome.Ended => Control.AttemptOutcome.Closed,
        _ => Control.AttemptOutcome.Failed,
    };
}
