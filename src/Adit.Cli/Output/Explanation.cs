using System.Globalization;
using Adit.Diagnosis;

namespace Adit.Cli.Output;

/// <summary>Writes what is known of a code for eyes.</summary>
internal static class Explanation
{
    private const string Indent = "  ";

    public static void Write(TextWriter output, ExplanationView explanation)
    {
        output.WriteLine(explanation.Title is { } title ? $"{explanation.Code}: {title}" : explanation.Code);
        new Properties()
            .Add("mended", explanation.Side is { } side ? Where(side) : null)
            .Add("windows", explanation.Windows is { } windows ? Describe(windows, explanation.WindowsSource) : null)
            .Add("reason", explanation.Reason is { } reason ? string.Create(CultureInfo.InvariantCulture, $"{reason.Number} {reason.Name}: {reason.Meaning}") : null)
            .WriteTo(output, Indent);
        WriteText(output, "Cause", explanation.Cause);
        WriteText(output, "How to tell", explanation.Evidence);
        WriteList(output, "What to do", [.. explanation.Remedy.Select((step, index) => $"{index + 1}. {step}")]);
        WriteList(output, "Known cases of it, likeliest first ('adit explain ID')", [.. explanation.Causes.Select(Describe)]);
        WriteList(output, "Known faults of others that look so", [.. explanation.Conditions.SelectMany(Describe)]);
        WriteList(output, "What cannot be told apart", [.. explanation.Groups.Where(group => group.Scenarios.Count > 1).Select(Describe)]);
        WriteList(output, "Failures of Adit that Windows shows so", [.. explanation.ShownFor.Select(failure => $"{failure.Code}  {failure.Title}")]);
    }

    private static string Describe(CauseView cause) => cause.Seen > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{cause.Id}  {cause.Symptom} (seen here: {cause.Seen})")
        : $"{cause.Id}  {cause.Symptom}";

    private static IEnumerable<string> Describe(KnownCondition condition) =>
        [$"{condition.What}.", $"  To tell: {condition.Evidence}", $"  To do:   {condition.Remedy}"];

    private static string Describe(GroupView group) =>
        $"at the {group.Place.ToString().ToLowerInvariant()}: {string.Join(", ", group.Scenarios)}. {group.Reason}";

    private static string Where(FailureSide side) => side switch
    {
        FailureSide.Client => "on the client",
        FailureSide.Network => "in the network between",
        FailureSide.Server => "on the server",
        FailureSide.Policy => "in accounts and policies",
        _ => "in the certificates",
    };

    private static string Describe(WindowsCodeView windows, WindowsCodeSource? source)
    {
        var notations = windows.Decimal < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{windows.Hex} = {windows.Decimal} = {windows.Unsigned}")
            : string.Create(CultureInfo.InvariantCulture, $"{windows.Decimal} = {windows.Hex}");
        var symbol = windows.Symbol is { } known ? $" {known}" : "";
        return source is { } reliance and not WindowsCodeSource.Documented
            ? $"{notations}{symbol} ({reliance.ToString().ToLowerInvariant()}, not documented)"
            : notations + symbol;
    }

    private static void WriteText(TextWriter output, string heading, string? text) => WriteList(output, heading, text is null ? [] : [text]);

    private static void WriteList(TextWriter output, string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;

        output.WriteLine();
        output.WriteLine(heading);
        foreach (var line in lines)
            output.WriteLine(Indent + line);
    }
}
