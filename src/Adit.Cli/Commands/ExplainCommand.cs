using System.CommandLine;
using Adit.Cli.Output;
using Adit.Diagnosis;

namespace Adit.Cli.Commands;

/// <summary><c>adit explain</c>: what a code means. Needs neither server nor network.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var code = new Argument<string>("CODE") { Description = "PPP-301, 853, 0x800B0101, 800B0101, -2146762495, 2148204801 or a symbol" };
        var command = new Command("explain", "Say what an error code means and what to do") { code, CommonOptions.Format };
        command.SetAction(parsed =>
        {
            var explanation = Find(parsed.GetRequiredValue(code));
            if (parsed.WantsJson())
                terminal.WriteJson(explanation, CliJson.Readable.ExplanationView);
            else
                Explanation.Write(terminal.Output, explanation);

            return ExitCode.Done;
        });
        return command;
    }

    private static ExplanationView Find(string text) =>
        ExplanationView.OfFailure(text)
        ?? (WindowsCodes.TryParse(text, out var code) ? ExplanationView.OfWindows(code) : null)
        ?? throw new CliException(ExitCode.NotFound, $"Nothing is known of the code '{text}'.",
            "Give it as PPP-301, 853, 0x800B0101, -2146762495 or as a symbol such as CERT_E_EXPIRED.");
}
