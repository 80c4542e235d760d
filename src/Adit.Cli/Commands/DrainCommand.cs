using System.CommandLine;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit drain</c>: new calls are turned away, open sessions go on.</summary>
internal static class DrainCommand
{
    public static Command Create(Terminal terminal)
    {
        var wish = new Argument<string>("on|off") { Description = "Whether new calls are turned away", DefaultValueFactory = _ => "on" };
        wish.AcceptOnlyFromAmong("on", "off");
        return new Command("drain", "Turn new calls away while the open sessions go on, or take calls again") { wish }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var drain = parsed.GetRequiredValue(wish) == "on";
                await client.DrainAsync(drain, cancellationToken);
                var status = await client.GetStatusAsync(cancellationToken);
                if (parsed.WantsJson())
                    terminal.WriteJson(status, Output.CliJson.Readable.ServerStatus);
                else
                    Say(terminal.Output, status);

                return ExitCode.Done;
            });
    }

    private static void Say(TextWriter output, ServerStatus status) => output.WriteLine(status.Draining
        ? $"draining: new calls are turned away, {status.Sessions} open; 'adit drain off' takes them again"
        : "new calls are taken");
}
