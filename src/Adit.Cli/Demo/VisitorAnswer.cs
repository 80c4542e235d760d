using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adit.Cli.Demo;

/// <summary>What came of an errand of the visitor.</summary>
/// <param name="Succeeded">Whether it was done.</param>
/// <param name="Text">What was seen, or why it could not be done.</param>
internal sealed record VisitorAnswer(bool Succeeded, string Text)
{
    public static VisitorAnswer Parse(string line) => JsonSerializer.Deserialize(line, DemoJson.Default.VisitorAnswer)!;

    public string Write() => JsonSerializer.Serialize(this, DemoJson.Default.VisitorAnswer);
}

/// <summary>The JSON that the demonstration prints, and that its parts speak.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VisitorAnswer))]
[JsonSerializable(typeof(DemoStep))]
internal sealed partial class DemoJson : JsonSerializerContext;

/// <summary>One step, done or not.</summary>
/// <param name="Step">Its name, for programs.</param>
/// <param name="Succeeded">Whether it held.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Text">What was seen, or why it did not hold.</param>
internal sealed record DemoStep(string Step, bool Succeeded, long Milliseconds, string Text);
