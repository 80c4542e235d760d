using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit deny</c> and <c>adit allow</c>: who may not enter, whatever else would let them in.</summary>
internal static class DenyCommand
{
    private static readonly (string Kind, string Argument, string Words)[] Kinds =
    [
        ("user", "USER", "an account"),
        ("group", "GROUP", "everybody in a group"),
        ("certificate", "CERTIFICATE", "a certificate, by SHA-256, or by serial number where our CA has issued it"),
    ];

    public static Command CreateDeny(Terminal terminal)
    {
        var command = new Command("deny", "Deny users, groups or certificates to enter, from the next attempt on");
        foreach (var kind in Kinds)
            command.Add(CreateDeny(terminal, kind));
        command.Add(CreateList(terminal));
        return command;
    }

    public static Command CreateAllow(Terminal terminal)
    {
        var command = new Command("allow", "Take a denial back");
        foreach (var (kind, argument, words) in Kinds)
        {
            var subject = new Argument<string>(argument) { Description = $"Whom: {words}" };
            command.Add(new Command(kind, $"Take back the denial of {words}") { subject }.AsksServer(async (client, parsed, cancellationToken) =>
            {
                await client.Denials.AllowAsync(kind, parsed.GetRequiredValue(subject), cancellationToken);
                return Report(terminal, parsed, $"{kind} {parsed.GetRequiredValue(subject)}", "allowed", ended: 0);
            }));
        }

        return command;
    }

    private static Command CreateDeny(Terminal terminal, (string Kind, string Argument, string Words) kind)
    {
        var subject = new Argument<string>(kind.Argument) { Description = $"Whom: {kind.Words}" };
        var now = new Option<bool>("--now") { Description = "End their open sessions, too" };
        var reason = new Option<string?>("--reason") { Description = "Why, for who looks at the list", HelpName = "TEXT" };
        return new Command(kind.Kind, $"Deny {kind.Words}") { subject, now, reason }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var order = new DenialOrder(kind.Kind, parsed.GetRequiredValue(subject), parsed.GetValue(reason) ?? "", parsed.GetValue(now));
            var denied = await client.Denials.DenyAsync(order, cancellationToken);
            return Report(terminal, parsed, $"{kind.Kind} {denied.Subject}", "denied", denied.Ended);
        });
    }

    private static Command CreateList(Terminal terminal) => new Command("list", "List who is denied").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var denials = await client.Denials.ListAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(denials, CliJson.Readable.IReadOnlyListDenialView);
            else
                Write(terminal, denials);
            return ExitCode.Done;
        });

    private static void Write(Terminal terminal, IReadOnlyList<DenialView> denials)
    {
        var table = new Table("KIND", "SUBJECT", "SINCE", "BY", "REASON");
        foreach (var denial in denials)
            table.Add(denial.Kind, denial.Subject, Humane.Time(denial.AtUtc), denial.Actor, denial.Reason);
        table.WriteTo(terminal);
    }

    private static int Report(Terminal terminal, ParseResult parsed, string subject, string change, int ended)
    {
        var done = ended switch { 0 => change, 1 => $"{change}, 1 session ended", _ => $"{change}, {ended} sessions ended" };
        if (parsed.WantsJson())
            terminal.WriteJson(new AccountChangeView(subject, done, Password: null), CliJson.Readable.AccountChangeView);
        else
            new Properties().Add(subject, done).WriteTo(terminal.Output);
        return ExitCode.Done;
    }
}
