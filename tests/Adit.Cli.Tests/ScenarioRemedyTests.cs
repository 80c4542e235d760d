using System.Text.RegularExpressions;
using Adit.Diagnosis.Scenarios;

namespace Adit.Cli.Tests;

/// <summary>The commands that scenarios name are commands.</summary>
public sealed partial class ScenarioRemedyTests
{
    public static TheoryData<string> Commands() => [.. ScenarioCatalogue.All
        .SelectMany(scenario => scenario.Remedy.Append(scenario.Evidence))
        .SelectMany(text => Quoted().Matches(text).Select(match => match.Groups["command"].Value))
        .Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_that_a_remedy_names_is_one(string line)
    {
        using var nothing = new StringReader("");
        var terminal = new Terminal(nothing, TextWriter.Null, TextWriter.Null, IsOutputForEyes: false, ReadSecret: null);

        // Where a remedy names a command alone, what it takes is left to its user: only unknown words are faults.
        Assert.DoesNotContain(AditCommand.Create(terminal).Parse(line).Errors, error => error.Message.Contains("Unrecognized", StringComparison.Ordinal));
    }

    [GeneratedRegex("'adit (?<command>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
