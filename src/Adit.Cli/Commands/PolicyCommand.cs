using System.CommandLine;
using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit policy</c>: the policies in force, and why they decide as they do.</summary>
internal static class PolicyCommand
{
    private const string TraceFact = "policy.trace.";

    public static Command Create(Terminal terminal) => new("policy", "Show how policies decide who may enter")
    {
        CreateList(terminal),
        CreateShow(terminal),
        CreateTest(terminal),
        CreateExplain(terminal),
    };

    private static Command CreateList(Terminal terminal) => new Command("list", "List the policies in force, in the order in which they are looked at").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var policies = await client.ListPoliciesAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(policies, CliJson.Readable.IReadOnlyListPolicyView);
            else
                WriteList(terminal, policies);
            return ExitCode.Done;
        });

    private static Command CreateShow(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The policy's name" };
        return new Command("show", "Show the policies of a name with conditions, constraints and settings") { name }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var wanted = parsed.GetRequiredValue(name);
                IReadOnlyList<PolicyView> found = [.. (await client.ListPoliciesAsync(cancellationToken)).Where(policy => policy.Name == wanted)];
                if (found.Count == 0)
                    throw new CliException(ExitCode.NotFound, $"There is no policy called '{wanted}'.", "'adit policy list' shows their names.");
                if (parsed.WantsJson())
                    terminal.WriteJson(found, CliJson.Readable.IReadOnlyListPolicyView);
                else
                    foreach (var policy in found)
                        WriteWhole(terminal, policy);
                return ExitCode.Done;
            });
    }

    private static Command CreateTest(Terminal terminal)
    {
        var options = new PolicyTestOptions();
        var command = new Command("test", """
            Ask the policies in force what they would say to a request, as if its maker had proved who they are.
            Exit codes beside the usual ones: 3 where they would refuse.
            """);
        options.AddTo(command);
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var trial = await client.TestPoliciesAsync(options.Read(parsed), cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(trial, CliJson.Readable.PolicyTrialView);
            else
                WriteTrial(terminal, trial);
            return trial.Accepted || trial.RemoteGroup is not null ? ExitCode.Done : ExitCode.Findings;
        });
    }

    private static Command CreateExplain(Terminal terminal)
    {
        var attempt = new Argument<string>("USER|ATTEMPT|CORRELATION-ID") { Description = "As for 'adit why'" };
        return new Command("explain", "Show how policies have decided an attempt") { attempt }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var subject = parsed.GetRequiredValue(attempt);
            var found = (await client.WhyAsync(subject, fromAddress: null, cancellationToken)).Attempt
                ?? throw new CliException(ExitCode.NotFound, $"No attempt has the user, the attempt id or the correlation id '{subject}'.", "'adit why' lists attempts.");
            var view = Explain(found);
            if (view.Trace.Count == 0)
                throw new CliException(ExitCode.NotFound, $"No policy was asked in attempt {found.Id}.", $"It ended before: run 'adit why {found.Id}'.");
            if (parsed.WantsJson())
                terminal.WriteJson(view, CliJson.Readable.PolicyExplanationView);
            else
                WriteExplanation(terminal, view);
            return ExitCode.Done;
        });
    }

    private static PolicyExplanationView Explain(AttemptView attempt) => new(
        attempt.Id, attempt.User, FactOf(attempt, "policy.connection"), FactOf(attempt, "policy.network"), attempt.FailureCode, attempt.FailureText,
        [.. attempt.Facts.Where(fact => fact.Name.StartsWith(TraceFact, StringComparison.Ordinal)).Select(fact => fact.Value)]);

    private static string? FactOf(AttemptView attempt, string name) => attempt.Facts.LastOrDefault(fact => fact.Name == name)?.Value;

    private static void WriteList(Terminal terminal, IReadOnlyList<PolicyView> policies)
    {
        var table = new Table("LIST", "ORDER", "POLICY", "EFFECT", "CONDITIONS");
        foreach (var policy in policies)
            table.Add(policy.Kind, policy.Order.ToString(CultureInfo.InvariantCulture), policy.Name, policy.Enabled ? policy.Effect : "off",
                string.Join("; ", policy.Conditions));
        table.WriteTo(terminal);
    }

    private static void WriteWhole(Terminal terminal, PolicyView policy)
    {
        terminal.Output.WriteLine($"{policy.Kind} policy {policy.Order.ToString(CultureInfo.InvariantCulture)}: {policy.Name} ({(policy.Enabled ? policy.Effect : "off")})");
        foreach (var (title, lines) in (IEnumerable<(string, IReadOnlyList<string>)>)[("Conditions", policy.Conditions), ("Constraints", policy.Constraints), ("Settings", policy.Settings)])
        {
            terminal.Output.WriteLine(lines.Count == 0 ? $"  {title}: none" : $"  {title}:");
            foreach (var line in lines)
                terminal.Output.WriteLine($"    {line}");
        }
    }

    private static void WriteTrial(Terminal terminal, PolicyTrialView trial)
    {
        var table = new Table("LIST", "POLICY", "MATCHES", "LOOKED AT", "WANTED", "SEEN", "HOLDS");
        foreach (var policy in trial.Trace)
        {
            if (policy.Checks.Count == 0)
                table.Add(policy.Kind, policy.Policy, YesOrNo(policy.Matches), "no conditions", null, null, null);
            foreach (var check in policy.Checks)
                table.Add(policy.Kind, policy.Policy, YesOrNo(policy.Matches), check.Name, check.Wanted, check.Seen, YesOrNo(check.Holds));
        }

        table.WriteTo(terminal);
        terminal.Output.WriteLine(Verdict(trial));
        if (trial.Code is not null)
            terminal.Output.WriteLine($"See 'adit explain {trial.Code}'.");
    }

    private static string Verdict(PolicyTrialView trial) => trial switch
    {
        { RemoteGroup: { } group } => $"The servers of '{group}' would decide, by the connection request policy '{trial.ConnectionPolicy}'.",
        { Accepted: true } => $"They would be let in by '{trial.NetworkPolicy ?? trial.ConnectionPolicy}'.",
        _ => string.Create(CultureInfo.InvariantCulture, $"They would be refused for reason {trial.Reason}, by {Quoted(trial.NetworkPolicy)}."),
    };

    private static string Quoted(string? policy) => policy is null ? "no policy" : $"'{policy}'";

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    private static void WriteExplanation(Terminal terminal, PolicyExplanationView view)
    {
        terminal.Output.WriteLine($"Attempt {view.Attempt} of {Printable.Clean(view.UserName ?? "nobody")}");
        terminal.Output.WriteLine($"  Connection request policy: {view.ConnectionPolicy ?? "none"}");
        terminal.Output.WriteLine($"  Network policy: {view.NetworkPolicy ?? "none"}");
        foreach (var line in view.Trace)
            terminal.Output.WriteLine($"    {Printable.Clean(line)}");
        terminal.Output.WriteLine(view.FailureCode is null ? "  They were let in." : $"  They were refused: {view.FailureCode}, {view.FailureText}");
        if (view.FailureCode is not null)
            terminal.Output.WriteLine($"See 'adit explain {view.FailureCode}'.");
    }
}

/// <summary>How policies have decided an attempt.</summary>
/// <param name="Attempt">Its id.</param>
/// <param name="UserName">Who, as they named themselves.</param>
/// <param name="ConnectionPolicy">The connection request policy that matched.</param>
/// <param name="NetworkPolicy">The network policy that matched.</param>
/// <param name="FailureCode">The code of the failure; null where there was none.</param>
/// <param name="FailureText">It in words.</param>
/// <param name="Trace">Every policy that was looked at, a line each.</param>
internal sealed record PolicyExplanationView(
    string Attempt, string? UserName, string? ConnectionPolicy, string? NetworkPolicy, string? FailureCode, string? FailureText, IReadOnlyList<string> Trace);
