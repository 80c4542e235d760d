using System.CommandLine;
using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit attempts</c>: who tried to connect, and what became of it.</summary>
internal sealed class AttemptsCommand
{
    private const int DefaultLimit = 100;
    private const int SourcesShown = 10;
    private const int UserWidth = 20;
    private const int PeerWidth = 24;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Option<bool> _failed = new("--failed") { Description = "Only those that failed" };
    private readonly Option<DateTimeOffset?> _since = SinceOption.Create("--last", "--since");
    private readonly Option<int> _limit = new("--limit") { Description = "At most so many, up to 1000", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };

    public static Command Create(Terminal terminal) => new AttemptsCommand().CreateCommand(terminal);

    private Command CreateCommand(Terminal terminal) =>
        new Command("attempts", "Show who tried to connect and what became of it, newest first") { _failed, _since, _limit }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var since = parsed.GetValue(_since);
                var filter = new AttemptFilter { FailedOnly = parsed.GetValue(_failed), SinceUtc = since, Limit = parsed.GetValue(_limit) };
                var report = new AttemptsReport(
                    await client.ListAttemptsAsync(filter, cancellationToken),
                    await client.ListNamelessAsync(since ?? DateTimeOffset.UtcNow - Day, SourcesShown, cancellationToken));
                if (parsed.WantsJson())
                    terminal.WriteJson(report, CliJson.Readable.AttemptsReport);
                else
                    Write(terminal, report);

                return ExitCode.Done;
            });

    private static void Write(Terminal terminal, AttemptsReport report)
    {
        var table = new Table("STARTED", "ATTEMPT", "USER", "FROM", "OUTCOME", "CODE", "CASE");
        foreach (var attempt in report.Attempts)
            table.Add(Humane.Time(attempt.StartedUtc), attempt.Id, attempt.User is { } user ? Humane.Cut(user, UserWidth) : null,
                Humane.Cut(attempt.Peer, PeerWidth), attempt.Outcome.ToString().ToLowerInvariant(), attempt.FailureCode, CaseOf(attempt));

        table.WriteTo(terminal);
        if (report.Nameless.Count > 0)
            WriteNameless(terminal, report.Nameless);
    }

    /// <summary>The known case where the record proves one.</summary>
    private static string? CaseOf(AttemptView attempt) => SeenScenarios.Conclude(attempt).Groups is [var group] ? group.Name : null;

    private static void WriteNameless(Terminal terminal, IReadOnlyList<NamelessView> sources)
    {
        terminal.Output.WriteLine();
        var table = new Table("FAILED WITHOUT A NAME FROM", "TIMES", "LAST", "ATTEMPT", "CODE");
        foreach (var source in sources)
            table.Add(source.Address, source.Count.ToString(CultureInfo.InvariantCulture), Humane.Time(source.LastUtc), source.LastAttempt, source.LastFailureCode);

        table.WriteTo(terminal);
    }
}
