using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit sessions</c>: who is connected.</summary>
internal static class SessionsCommand
{
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
        var table = new Table("ID", "USER", "PEER", "TUNNEL", "ADDRESS", "IPV6", "CONNECTED", "IDLE", "IN", "OUT");
        foreach (var session in sessions)
            table.Add(session.Id, session.User, session.Peer, session.Tunnel, session.Address, session.Ipv6Prefix ?? "-", Humane.Time(session.ConnectedUtc),
                Humane.Seconds(session.IdleSeconds), Humane.Bytes(session.BytesIn), Humane.Bytes(session.BytesOut));

        table.WriteTo(terminal);
    }
}
