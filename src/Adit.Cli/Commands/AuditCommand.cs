using System.CommandLine;
using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit audit</c>: who changed what.</summary>
internal static class AuditCommand
{
    private const int DefaultLimit = 100;

    public static Command Create(Terminal terminal)
    {
        var since = CreateSince();
        var actor = new Option<string?>("--actor") { Description = "Only what this user of the machine did", HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = "At most so many, up to 1000", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
        return new Command("audit", "Show who changed what, and what was refused, newest first") { since, actor, limit }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var entries = await client.ListAuditAsync(parsed.GetValue(since), parsed.GetValue(actor), parsed.GetValue(limit), cancellationToken);
                if (parsed.WantsJson())
                    terminal.WriteJson(entries, CliJson.Readable.IReadOnlyListAuditView);
                else
                    Write(terminal, entries);

                return ExitCode.Done;
            });
    }

    private static void Write(Terminal terminal, IReadOnlyList<AuditView> entries)
    {
        var table = new Table("WHEN", "ACTOR", "ACTION", "SUBJECT", "DETAIL");
        foreach (var entry in entries)
            table.Add(Humane.Time(entry.AtUtc), entry.Actor, entry.Action, entry.Subject, entry.Detail);

        table.WriteTo(terminal);
    }

    private static Option<DateTimeOffset?> CreateSince() => new("--since")
    {
        Description = "Only from then on: a time such as 2026-05-04, or for how long: 30m, 24h, 7d",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (TryParseAgo(text, out var ago))
                return DateTimeOffset.UtcNow - ago;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;

            result.AddError("--since is to be a time such as 2026-05-04T03:02:01Z, or 30m, 24h or 7d.");
            return null;
        },
    };

    private static bool TryParseAgo(string text, out TimeSpan ago)
    {
        ago = default;
        if (text.Length is 0 or > 6 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        ago = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => TimeSpan.MinValue,
        };
        return ago >= TimeSpan.Zero;
    }
}
