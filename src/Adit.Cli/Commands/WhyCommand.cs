using System.CommandLine;
using Adit.Cli.Output;
using Adit.Diagnosis;
using Adit.Diagnosis.Scenarios;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit why</c>: why an attempt failed, or did not.</summary>
internal static class WhyCommand
{
    private const int MaxOthers = 500;

    private static readonly TimeSpan OthersWithin = TimeSpan.FromDays(1);

    public static Command Create(Terminal terminal)
    {
        var subject = new Argument<string>("USER|ATTEMPT|CORRELATION-ID") { Description = "A user's name, an attempt's id, or the id in the client's log" };
        var from = new Option<string?>("--from") { Description = "Only attempts from this address", HelpName = "ADDRESS" };
        return new Command("why", "Say why an attempt failed and what to do") { subject, from }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var name = parsed.GetRequiredValue(subject);
                var why = await client.WhyAsync(name, parsed.GetValue(from), cancellationToken);
                var report = Explain(why, await ListOthersAsync(client, why.Attempt, cancellationToken));
                if (parsed.WantsJson())
                    terminal.WriteJson(report, CliJson.Readable.WhyReport);
                else
                    Write(terminal, report);

                return report.Attempt is not null ? ExitCode.Done : throw NoAttempt(name, report.Nameless.Count);
            });
    }

    /// <summary>What came of others is asked for only where it tells cases apart.</summary>
    private static async Task<IReadOnlyList<AttemptView>> ListOthersAsync(ControlClient client, AttemptView? attempt, CancellationToken cancellationToken) =>
        attempt is not null && OtherAttempts.Tell(attempt.FailureCode)
            ? await client.ListAttemptsAsync(new AttemptFilter { SinceUtc = attempt.StartedUtc - OthersWithin, Limit = MaxOthers }, cancellationToken)
            : [];

    private static WhyReport Explain(WhyView why, IReadOnlyList<AttemptView> others)
    {
        var evidence = SeenScenarios.EvidenceOf(why.Attempt, others);
        var conclusion = Conclusion.Draw(evidence);
        var explanation = why.Attempt?.FailureCode is { } code ? ExplanationView.OfFailure(code) : null;
        return new WhyReport(why.Attempt, explanation is null ? null : explanation with { Causes = [], Conditions = KnownConditions.FindFitting(evidence) },
            [.. conclusion.Groups.Select(GroupView.Of)], CauseView.Of(conclusion.Scenarios), why.Nameless);
    }

    private static void Write(Terminal terminal, WhyReport report)
    {
        if (report.Attempt is { } attempt)
            Timeline.Write(terminal.Output, attempt, report);
        else if (report.Nameless.Count > 0)
            WriteNameless(terminal, report.Nameless);
    }

    private static void WriteNameless(Terminal terminal, IReadOnlyList<AttemptView> attempts)
    {
        var table = new Table("FROM", "STARTED", "ATTEMPT", "LAST STAGE", "CODE", "FAILURE");
        foreach (var attempt in attempts)
            table.Add(attempt.Peer, Humane.Time(attempt.StartedUtc), attempt.Id, attempt.Stages is [.., var last] ? last.Name : null, attempt.FailureCode,
                attempt.FailureText);

        table.WriteTo(terminal);
    }

    private static CliException NoAttempt(string subject, int nameless) => new(ExitCode.NotFound,
        $"No attempt has the user, the attempt id or the correlation id '{subject}'.",
        nameless > 0
            ? "The failures above gave no name: look for the caller's address, then ask for that attempt."
            : "If the client reports an error all the same, it did not reach this server: run 'adit explain' with its code.");
}
