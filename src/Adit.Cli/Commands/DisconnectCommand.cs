using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit disconnect</c>: ends sessions.</summary>
internal static class DisconnectCommand
{
    public static Command Create(Terminal terminal)
    {
        var subject = new Argument<string>("USER|SESSION") { Description = "A user, whose sessions all end, or one session's id" };
        return new Command("disconnect", "End a session, or all of a user's") { subject }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var count = await client.DisconnectAsync(parsed.GetRequiredValue(subject), cancellationToken);
                if (parsed.WantsJson())
                    terminal.WriteJson(new DisconnectedView(count), CliJson.Readable.DisconnectedView);
                else
                    terminal.Output.WriteLine(count == 1 ? "1 session ended" : $"{count} sessions ended");

                return ExitCode.Done;
            });
    }
}
