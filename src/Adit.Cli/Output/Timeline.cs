using System.Globalization;
using Adit.Server.Control;

namespace Adit.Cli.Output;

/// <summary>Writes an attempt for eyes: who, the stages with their times, the facts, then the failure explained.</summary>
internal static class Timeline
{
    private const string Indent = "  ";

    public static void Write(TextWriter output, AttemptView attempt, WhyReport report)
    {
        output.WriteLine($"Attempt {Printable.Clean(attempt.Id)}: {attempt.Outcome.ToString().ToLowerInvariant()}");
        new Properties()
            .Add("started", Humane.Time(attempt.StartedUtc))
            .Add("from", attempt.Peer)
            .Add("user", attempt.User)
            .Add("correlation", attempt.CorrelationId)
            .WriteTo(output, Indent);
        WriteStages(output, attempt.Stages);
        WriteFacts(output, attempt.Facts);
        WriteFailure(output, attempt, report);
    }

    private static void WriteStages(TextWriter output, IReadOnlyList<AttemptStage> stages)
    {
        if (stages.Count == 0)
            return;

        output.WriteLine();
        output.WriteLine("Stages");
        foreach (var stage in stages)
        {
            var time = string.Create(CultureInfo.InvariantCulture, $"+{stage.AtMilliseconds} ms");
            output.WriteLine($"{Indent}{time,12}  {Printable.Clean(stage.Name)}");
        }
    }

    private static void WriteFacts(TextWriter output, IReadOnlyList<AttemptFact> facts)
    {
        if (facts.Count == 0)
            return;

        output.WriteLine();
        output.WriteLine("Facts");
        var properties = new Properties();
        foreach (var fact in facts)
            properties.Add(Printable.Clean(fact.Name), fact.Value);

        properties.WriteTo(output, Indent);
    }

    private static void WriteFailure(TextWriter output, AttemptView attempt, WhyReport report)
    {
        if (attempt.FailureCode is null)
            return;

        output.WriteLine();
        output.WriteLine("Failure");
        new Properties()
            .Add("code", attempt.FailureCode)
            .Add("recorded", attempt.FailureText)
            .Add("client shows", attempt.ClientCode is { } shown ? $"{shown}{(attempt.ClientCodeSource is { } source ? $" ({source})" : "")}" : null)
            .WriteTo(output, Indent);
        WriteGroups(output, report);
        if (report.Explanation is not { } explanation)
            return;

        output.WriteLine();
        Explanation.Write(output, explanation);
    }

    /// <summary>Which known case it is; where more than one is left, why they cannot be told apart.</summary>
    private static void WriteGroups(TextWriter output, WhyReport report)
    {
        if (report.Causes.Count == 0)
            return;

        output.WriteLine();
        output.WriteLine("Known case");
        foreach (var cause in report.Causes)
            output.WriteLine($"{Indent}{cause.Id}  {cause.Symptom}");
        foreach (var group in report.Groups.Where(group => group.Scenarios.Count > 1))
            output.WriteLine($"{Indent}They cannot be told apart here: {group.Reason}");
    }
}
