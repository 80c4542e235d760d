using System.Globalization;
using Adit.Cli.Commands;
using Adit.Cli.Output;

namespace Adit.Cli.Events;

/// <summary>Shows the events of this machine's connections; needs no server.</summary>
internal static class ClientLogReader
{
    private const int HostWidth = 24;
    private const int UserWidth = 20;

    public static int Show(Terminal terminal, bool asJson, ClientEventFilter filter)
    {
        var events = Find(filter);
        if (asJson)
        {
            terminal.WriteJson(events, CliJson.Readable.IReadOnlyListClientEvent);
            return ExitCode.Done;
        }

        var table = new Table("WHEN", "EVENT", "USER", "SERVER", "CODE", "WINDOWS");
        foreach (var one in events)
            table.Add(
                one.AtUtc.ToUniversalTime().ToString("MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                one.Event.ToString(CultureInfo.InvariantCulture),
                Humane.Cut(one.User, UserWidth),
                Humane.Cut(one.Host, HostWidth),
                one.Code,
                one.WindowsCode?.ToString(CultureInfo.InvariantCulture));
        table.WriteTo(terminal);
        foreach (var last in events.Take(1))
            terminal.Output.WriteLine($"\nThe last: {Printable.Clean(last.Message)}");
        return ExitCode.Done;
    }

    private static ClientEvent[] Find(ClientEventFilter filter)
    {
        try
        {
            return [.. ClientJournal.Own.Read().Where(filter.Takes).Reverse().Take(filter.Limit)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Denied, e.Message, "Events name users: read them as root, as whom 'adit connect' ran.");
        }
    }
}

/// <summary>Which events are wanted.</summary>
internal sealed record ClientEventFilter(int Event, string? User, string? Code, DateTimeOffset? SinceUtc, int Limit)
{
    /// <summary>Whether this one is.</summary>
    public bool Takes(ClientEvent one) =>
        one.Event == Event
        && (User is null || string.Equals(User, one.User, StringComparison.OrdinalIgnoreCase))
        && (Code is null || string.Equals(Code, one.Code, StringComparison.OrdinalIgnoreCase)
            || Code == one.WindowsCode?.ToString(CultureInfo.InvariantCulture))
        && !(one.AtUtc < SinceUtc);
}
