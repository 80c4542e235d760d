using System.CommandLine;
using System.Text.Json;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit events</c>: what happens on the server.</summary>
internal static class EventsCommand
{
    private const int DefaultRecent = 20;

    /// <summary>Before a stream that was cut off is taken up again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create(Terminal terminal)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what happens from now on, until interrupted" };
        var recent = new Option<int>("--recent")
        {
            Description = "Begin with so many of the last events, at most 1024",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultRecent,
        };
        return new Command("events", "Show what happens: sessions, attempts, accounts, the server itself") { follow, recent }.AsksServer(
            (client, parsed, cancellationToken) => parsed.GetValue(follow)
                ? FollowAsync(client, parsed.GetValue(recent), Writer(terminal, parsed), cancellationToken)
                : ListAsync(client, parsed.GetValue(recent), Writer(terminal, parsed), cancellationToken));
    }

    private static async Task<int> ListAsync(ControlClient client, int recent, Action<ServerEvent> write, CancellationToken cancellationToken)
    {
        await foreach (var told in client.ReadEventsAsync(after: null, recent, follow: false, cancellationToken))
            write(told);
        return ExitCode.Done;
    }

    /// <summary>Goes on behind the last event when the stream ends, for as long as there is a server.</summary>
    private static async Task<int> FollowAsync(ControlClient client, int recent, Action<ServerEvent> write, CancellationToken cancellationToken)
    {
        long? after = null;
        try
        {
            while (true)
            {
                await foreach (var told in client.ReadEventsAsync(after, recent, follow: true, cancellationToken))
                {
                    write(told);
                    after = told.Id;
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    }

    private static Action<ServerEvent> Writer(Terminal terminal, ParseResult parsed) => parsed.WantsJson()
        ? told => WriteLine(terminal, JsonSerializer.Serialize(told, ControlJson.Default.ServerEvent))
        : told => WriteLine(terminal, $"{Humane.Time(told.AtUtc)}  {Printable.Clean(Describe(told))}");

    private static void WriteLine(Terminal terminal, string line)
    {
        terminal.Output.WriteLine(line);
        terminal.Output.Flush();
    }

    private static string Describe(ServerEvent told) => told switch
    {
        ServerEvent.SessionOpened opened => $"session {opened.Session} opened: {opened.User} from {opened.Peer} has {opened.Address}",
        ServerEvent.SessionClosed closed => $"session {closed.Session} closed: {closed.User} from {closed.Peer} after "
            + $"{Humane.Seconds(closed.Seconds)}, {Humane.Bytes(closed.BytesIn)} in, {Humane.Bytes(closed.BytesOut)} out{Because(closed.FailureCode)}",
        ServerEvent.AttemptEnded ended => $"attempt {ended.Result.ToString().ToLowerInvariant()}: "
            + $"{ended.User ?? "nobody"} from {ended.Peer}{Because(ended.FailureCode)}",
        ServerEvent.AccountChanged changed => $"account {changed.Account}: {changed.Change} by {changed.Actor}",
        ServerEvent.DrainChanged drain => drain.Draining ? "draining: new calls are turned away" : "new calls are taken again",
        ServerEvent.ConfigurationReloaded { Changes: [] } => "configuration read again: nothing is different",
        ServerEvent.ConfigurationReloaded reloaded => $"configuration read again: {string.Join("; ", reloaded.Changes)}",
        _ => "events are missing here: more came than are kept, or the server was started again",
    };

    private static string Because(string? code) => code is null ? "" : $" ({code})";
}
