using System.CommandLine;
using System.Text.Json;
using Adit.Cli.Events;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit log</c>: who was let in, who was not and why, and what gateways reported.</summary>
internal sealed class LogCommand
{
    private const int DefaultLimit = 100;

    /// <summary>Between two looks for new rows.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _user = new("--user") { Description = "Only this user's", HelpName = "NAME" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Only those with this failure code, or reason number of NPS", HelpName = "CODE" };
    private readonly Option<LogKind?> _kind = new("--kind") { Description = "Only rows of this kind", HelpName = "granted|denied|discarded|accounting|accountingDiscarded|locked|unlocked" };
    private readonly Option<int?> _event = new("--event") { Description = "The same by the number of Windows' event; 20221 to 20227 are those of this machine's own connections", HelpName = "N" };
    private readonly Option<DateTimeOffset?> _since = SinceOption.Create();
    private readonly Option<int> _limit = new("--limit") { Description = "At most so many, up to 10000", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print the columns of a Windows policy server's file" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with what happens from now on, until interrupted" };

    public static Command Create(Terminal terminal) => new LogCommand().CreateCommand(terminal);

    private Command CreateCommand(Terminal terminal) =>
        new Command("log", "Show who was let in and who was refused, and what gateways reported, newest first")
        {
            _user, _reason, _kind, _event, _since, _limit, _csv, _follow,
        }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(_event) is { } number && ClientEvent.IsOne(number))
                return ShowOwn(terminal, parsed, number);

            var filter = Read(parsed);
            var rows = await client.ListLogAsync(filter, cancellationToken);
            if (!parsed.GetValue(_follow))
            {
                Write(terminal, parsed, rows);
                return ExitCode.Done;
            }

            return await FollowAsync(client, filter, rows, Writer(terminal, parsed), cancellationToken);
        });

    private LogFilter Read(ParseResult parsed) => new()
    {
        User = parsed.GetValue(_user),
        Reason = parsed.GetValue(_reason),
        Kind = parsed.GetValue(_kind) ?? KindOf(parsed.GetValue(_event)),
        SinceUtc = parsed.GetValue(_since),
        Limit = parsed.GetValue(_limit),
    };

    private int ShowOwn(Terminal terminal, ParseResult parsed, int number)
    {
        if (parsed.GetValue(_follow) || parsed.GetValue(_csv) || parsed.GetValue(_kind) is not null)
            throw new CliException(ExitCode.Usage, $"Event {number} is one of this machine's own connections.", "Leave out --follow, --csv and --kind.");

        return ClientLogReader.Show(terminal, parsed.WantsJson(), new ClientEventFilter(
            number, parsed.GetValue(_user), parsed.GetValue(_reason), parsed.GetValue(_since), parsed.GetValue(_limit)));
    }

    private static LogKind? KindOf(int? number) => number switch
    {
        null => null,
        6272 => LogKind.Granted,
        6273 => LogKind.Denied,
        6274 => LogKind.Discarded,
        6275 => LogKind.AccountingDiscarded,
        6279 => LogKind.Locked,
        6280 => LogKind.Unlocked,
        >= 6276 and <= 6278 => throw new CliException(
            ExitCode.Usage, $"The log has no event {number}: it tells of quarantine, which there is no more.", "Look for 6272 (granted) or 6273 (denied)."),
        _ => throw new CliException(
            ExitCode.Usage, $"The log has no event {number}.",
            "Give 6272 (granted), 6273 (denied), 6274 (discarded), 6275 (report discarded), 6279 (locked) or 6280 (unlocked), or 20221 to 20227 for this machine's own connections."),
    };

    private void Write(Terminal terminal, ParseResult parsed, IReadOnlyList<LogView> rows)
    {
        if (parsed.GetValue(_csv))
            WriteCsv(terminal, rows);
        else if (parsed.WantsJson())
            terminal.WriteJson(rows, CliJson.Readable.IReadOnlyListLogView);
        else
            WriteTable(terminal, rows);
    }

    private static void WriteTable(Terminal terminal, IReadOnlyList<LogView> rows)
    {
        var table = new Table("WHEN", "KIND", "USER", "FROM", "CLIENT", "POLICY", "CODE");
        foreach (var row in rows)
            table.Add(LogWords.Cells(row));

        table.WriteTo(terminal);
    }

    private static void WriteCsv(Terminal terminal, IReadOnlyList<LogView> rows)
    {
        foreach (var row in rows.Where(LogCsv.IsShown))
            terminal.Output.WriteLine(LogCsv.Line(row));
    }

    private static async Task<int> FollowAsync(
        ControlClient client, LogFilter filter, IReadOnlyList<LogView> rows, Action<LogView> write, CancellationToken cancellationToken)
    {
        var after = 0L;
        rows = [.. rows.Reverse()];
        try
        {
            while (true)
            {
                foreach (var row in rows)
                    write(row);
                after = Math.Max(after, rows.Count > 0 ? rows[^1].Id : 0);
                await Task.Delay(Pause, cancellationToken);
                rows = await client.ListLogAsync(filter with { After = after, SinceUtc = null }, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    }

    private Action<LogView> Writer(Terminal terminal, ParseResult parsed)
    {
        Func<LogView, string> words = parsed.GetValue(_csv) ? LogCsv.Line
            : parsed.WantsJson() ? row => JsonSerializer.Serialize(row, ControlJson.Default.LogView)
            : row => Printable.Clean(string.Join("  ", LogWords.Cells(row).Select(cell => cell is { Length: > 0 } ? cell : "-")));
        return row =>
        {
            terminal.Output.WriteLine(words(row));
            terminal.Output.Flush();
        };
    }
}
