using System.CommandLine;
using System.Net;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit sessions</c>: who is connected.</summary>
internal static class SessionsCommand
{
    // Wide enough for most, and narrow enough for all of it to fit 100 columns; -o json has everything in full.
    private const int UserWidth = 10;
    private const int AddressWidth = 15;

    public static Command Create(Terminal terminal) => new Command("sessions", "List the open sessions").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var sessions = await client.ListSessionsAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(sessions, CliJson.Readable.IReadOnlyListSessionView);
            else
                Write(terminal, sessions);

            return ExitCode.Done;
        });

    private static void Write(Terminal terminal, IReadOnlyList<SessionView> sessions)
    {
        var table = new Table("ID", "USER", "FROM", "ADDRESS", "FOR", "IDLE", "IN", "OUT", "DROPS");
        foreach (var session in sessions)
            table.Add(session.Id, Humane.Cut(session.User, UserWidth), Humane.Cut(HostOf(session.Peer), AddressWidth), session.Address,
                Humane.Since(session.ConnectedUtc), Humane.Seconds(session.IdleSeconds), Humane.ShortBytes(session.BytesIn),
                Humane.ShortBytes(session.BytesOut), Humane.ShortCount(session.PacketsDropped));

        table.WriteTo(terminal);
    }

    private static string HostOf(string peer) => IPEndPoint.TryParse(peer, out var endPoint) ? endPoint.Address.ToString() : peer;
}
