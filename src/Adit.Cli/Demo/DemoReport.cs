using System.Text.Json;
using Adit.Cli.Running;

namespace Adit.Cli.Demo;

/// <summary>Prints the steps as they end: a line each for people, or a JSON object each for programs.</summary>
internal sealed class DemoReport(Terminal terminal, bool isJson)
{
    private readonly Speaker _output = new(terminal.Output);

    public void Tell(DemoStep step) => _output.Say(isJson ? JsonSerializer.Serialize(step, DemoJson.Default.DemoStep) : Line(step));

    private static string Line(DemoStep step) =>
        $"{step.Milliseconds,6} ms  {(step.Succeeded ? "" : "FAILED: ")}{step.Text.Replace("\n", "\n           ", StringComparison.Ordinal)}";
}
