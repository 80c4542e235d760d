using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Adit.Cli.Output;
using Adit.Client;
using Adit.Protocols.Calls.Recording;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit attempt replay</c>: does this version do what the recorded call did? Needs no server and no network.</summary>
internal static class AttemptReplayCommand
{
    private const int MaxFileLength = 4 * CallRecording.MaxLength;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "What 'adit attempt export' wrote" };
        var command = new Command("replay", "Drive the protocols with an exported attempt's recording, and say whether they end the same") { file, CommonOptions.Format };
        command.SetAction(parsed =>
        {
            var report = Replay(parsed.GetRequiredValue(file));
            if (parsed.WantsJson())
                terminal.WriteJson(report, CliJson.Readable.ReplayReport);
            else
                Write(terminal.Output, report);

            return report.IsSame ? ExitCode.Done : ExitCode.Findings;
        });
        return command;
    }

    private static ReplayReport Replay(string path)
    {
        var attempt = Read(path);
        if (attempt.Recording is not { Count: > 0 } lines)
            throw new CliException(
                ExitCode.NotFound, $"{path} holds no recording: the call was not recorded, or it ended before there was one.",
                "Set 'attempts: record: failed' in adit.yaml and run 'adit reload'; calls are recorded from then on.");

        if (!CallRecording.TryParse(string.Join('\n', lines), out var recording, out var fault))
            throw new CliException(ExitCode.Failed, $"{path}: the recording cannot be read: {fault}.", "Export the attempt again, with this version.");

        var outcome = CallReplay.Run(recording);
        return new ReplayReport(
            attempt.Id, outcome.Stage.ToString(), outcome.FailureCode, outcome.Inputs, (long)outcome.Elapsed.TotalMilliseconds, outcome.IsCut,
            outcome.Difference ?? DifferenceFrom(attempt, outcome));
    }

    /// <summary>The record and the recording are of one call: where they do not agree, one of them was changed.</summary>
    private static ReplayDifference? DifferenceFrom(AttemptView attempt, ReplayOutcome outcome) =>
        outcome.FailureCode is { } code && attempt.FailureCode is { } recorded && recorded != code
            ? new ReplayDifference(Line: null, $"the attempt failed with {recorded}", $"closed {code}")
            : null;

    private static AttemptView Read(string path)
    {
        try
        {
            var bytes = BoundedFile.TryRead(path, MaxFileLength)
                ?? throw new CliException(ExitCode.Failed, $"{path} is longer than any exported attempt.", "Name a file of 'adit attempt export'.");

            return JsonSerializer.Deserialize(bytes, ControlJson.Default.AttemptView) is { Id: not null } attempt
                ? attempt
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CliException(ExitCode.Failed, $"{path} is no exported attempt.", "Name a file of 'adit attempt export'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.NotFound, e.Message, "Name a file of 'adit attempt export'.");
        }
    }

    private static void Write(TextWriter output, ReplayReport report)
    {
        output.WriteLine($"Attempt {Printable.Clean(report.Attempt)}: {(report.IsSame ? "replayed to the same end" : "the replay differs")}");
        new Properties()
            .Add("inputs", report.Inputs.ToString(CultureInfo.InvariantCulture))
            .Add("virtual time", string.Create(CultureInfo.InvariantCulture, $"{report.Milliseconds} ms"))
            .Add("came to", report.Stage)
            .Add("failure", report.FailureCode)
            .Add("recording", report.IsCut ? "cut: it says nothing of the end (see attempts.recordingLength)" : null)
            .Add("differs at", report.Difference is null ? null : report.Difference.Line is { } line ? $"line {line} of the recording" : "the end")
            .Add("recorded", report.Difference?.Recorded)
            .Add("replayed", report.Difference?.Replayed)
            .WriteTo(output, "  ");
    }
}

/// <summary>How a replay ended.</summary>
/// <param name="Attempt">Whose recording it is.</param>
/// <param name="Stage">How far the replayed call came.</param>
/// <param name="FailureCode">Why it ended; null where it did not, or as wished.</param>
/// <param name="Inputs">How often the call was told something.</param>
/// <param name="Milliseconds">The virtual time that passed.</param>
/// <param name="IsCut">Whether the recording says nothing of the call's end.</param>
/// <param name="Difference">Where it first differs; null where it does not.</param>
internal sealed record ReplayReport(
    string Attempt, string Stage, string? FailureCode, int Inputs, long Milliseconds, bool IsCut, ReplayDifference? Difference)
{
    /// <summary>Whether the replay did what was recorded.</summary>
    public bool IsSame => Difference is null;
}
