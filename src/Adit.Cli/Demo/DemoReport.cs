using System.Text.Json;
using Adit.Cli.Running;

namespace Adit.Cli.Demo;

/// <summary>Prints the steps as they end: a line each for people, or a JSON object each for programs.</summary>
internal sealed class DemoReport(Terminal terminal, bool isJson)
{
    private const int TextColumn = 11;

    private readonly Speaker _output = new(terminal.Output);

    public void Tell(DemoStep step)
    {
        foreach (var line in isJson ? [JsonSerializer.Serialize(step, DemoJson.Default.DemoStep)] : Lines(step))
            _output.Say(line);
    }

    private static IEnumerable<string> Lines(DemoStep step)
    {
        var texts = step.Text.Split('\n');
        return texts.Skip(1).Select(text => $"{"",TextColumn}{text}").Prepend($"{step.Milliseconds,6} ms  {(step.Succeeded ? "" : "FAILED: ")}{texts[0]}");
    }
}
