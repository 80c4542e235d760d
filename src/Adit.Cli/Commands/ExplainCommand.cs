using System.CommandLine;
using System.Globalization;
using Adit.Cli.Events;
using Adit.Cli.Output;
using Adit.Diagnosis;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit explain</c>: what a code means. Needs neither server nor network; a server that runs here is asked what it has seen.</summary>
internal sealed class ExplainCommand
{
    /// <summary>How many of the last failed attempts count.</summary>
    private const int AttemptsLookedAt = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Argument<string[]> _code = new("CODE")
    {
        Description = "PPP-301, A22, 853, 0x800B0101, -2146762495, CERT_E_EXPIRED, 'E=691 R=1', or an event's text",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _reason = new("--reason") { Description = "CODE is the reason of a Windows policy server, as in event 6273" };

    public static Command Create(Terminal terminal) => new ExplainCommand().CreateCommand(terminal);

    private Command CreateCommand(Terminal terminal)
    {
        _code.Validators.Add(result =>
        {
            if (result.Tokens is { Count: > 1 } words && words.All(word => CodeInText.Find(word.Value) is not null && !word.Value.Contains('=', StringComparison.Ordinal)))
                result.AddError("One code at a time.");
        });
        var command = new Command("explain", "Say what an error code means and what to do") { _code, _reason, CommonOptions.State, CommonOptions.Format };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var explanation = Find(string.Join(' ', parsed.GetRequiredValue(_code)), parsed.GetValue(_reason));
            explanation = explanation with { Causes = await RankAsync(explanation.Causes, parsed.GetRequiredValue(CommonOptions.State), cancellationToken) };
            if (parsed.WantsJson())
                terminal.WriteJson(explanation, CliJson.Readable.ExplanationView);
            else
                Explanation.Write(terminal.Output, explanation);

            return ExitCode.Done;
        });
        return command;
    }

    private static ExplanationView Find(string text, bool isReason)
    {
        if (isReason)
            return NpsReasons.Find(text) is { } reason ? ExplanationView.OfReason(reason) : throw Unknown(text, "Give the number after 'Reason Code:' in event 6273.");

        return (CodeInText.Find(text) is { } found ? ExplanationView.Of(found) : null) ?? throw (IsEvent(text) ? Event(text.Trim()) : Unknown(
            text, "Give it as PPP-301, 853, 0x800B0101, -2146762495 or as a symbol such as CERT_E_EXPIRED; a policy server's reason with --reason."));
    }

    private static bool IsEvent(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) && (ClientEvent.IsOne(number) || number is >= 6272 and <= 6280);

    private static CliException Event(string number) => number is "6276" or "6277" or "6278"
        ? new(ExitCode.NotFound,
            $"{number} is the number of an event of Windows' policy server that tells of quarantine; Adit has no quarantine, and so no such event.",
            "Give the error or reason that the event's text names; who was let in here and who was not: 'adit log --event 6272' and 'adit log --event 6273'.")
        : new(ExitCode.NotFound,
            $"{number} is the number of an event: it says what happened, and not why.",
            $"Give the whole text of the event, or the error or reason that it names; events of that number here: 'adit log --event {number}'.");

    /// <summary>What a server here has seen comes first; without one, or where it may not be asked, nothing changes.</summary>
    private static async Task<IReadOnlyList<CauseView>> RankAsync(IReadOnlyList<CauseView> causes, string state, CancellationToken cancellationToken)
    {
        if (causes.Count < 2)
            return causes;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new ControlClient(state);
            return SeenScenarios.Rank(causes, await client.ListAttemptsAsync(new AttemptFilter { FailedOnly = true, Limit = AttemptsLookedAt }, limit.Token));
        }
        catch (Exception e) when (e is ControlException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return causes;
        }
    }

    private static CliException Unknown(string text, string next) => new(ExitCode.NotFound, $"Nothing is known of the code '{Humane.Cut(text, 60)}'.", next);
}
