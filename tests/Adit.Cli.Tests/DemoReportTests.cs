using Adit.Cli.Demo;

namespace Adit.Cli.Tests;

public sealed class DemoReportTests
{
    [Fact]
    public void A_step_of_two_lines_is_told_in_two_lines() =>
        Assert.Equal(["    12 ms  What bob may read.", "           What he may not."], Told("What bob may read.\nWhat he may not."));

    [Fact]
    public void What_a_server_wrote_cannot_move_the_cursor() =>
        Assert.Equal(["    12 ms  It says \\u001B[2J"], Told("It says \u001b[2J"));

    private static string[] Told(string text)
    {
        using var output = new StringWriter();
        new DemoReport(new Terminal(TextReader.Null, output, TextWriter.Null, IsOutputForEyes: false, ReadSecret: null), isJson: false)
            .Tell(new DemoStep("bob", Succeeded: true, Milliseconds: 12, text));
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
