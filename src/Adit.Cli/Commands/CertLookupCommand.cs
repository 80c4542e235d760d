using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert lookup</c> and <c>adit cert flush</c>: what the running server knows about revocation.</summary>
internal sealed class CertLookupCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The certificate in PEM, and those that issued it" };
    private readonly Option<string> _role = new("--role")
    {
        Description = "What it is for", HelpName = "eap-client|device", DefaultValueFactory = _ => "eap-client",
    };

    public static Command CreateLookup(Terminal terminal) => new CertLookupCommand().Create(terminal);

    public static Command CreateFlush(Terminal terminal) =>
        new Command("flush", "Have the server forget every revocation list and answer that it keeps").AsksServer(async (client, parsed, cancellationToken) =>
        {
            var flushed = await client.FlushRevocationAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(flushed, CliJson.Readable.FlushedView);
            else
                terminal.Output.WriteLine(FormattableString.Invariant($"Forgot {flushed.Count} lists and answers: the next check asks anew."));
            return ExitCode.Done;
        });

    private Command Create(Terminal terminal) => new Command("lookup", """
        Look up, as the running server does, whether the certificates of a file are revoked.
        Exit codes beside the usual ones: 3 where the server would refuse them.
        """)
        {
            _file, _role,
        }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var found = await client.LookUpRevocationAsync(new LookupOrder(parsed.GetRequiredValue(_role), Read(parsed.GetRequiredValue(_file))), cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(found, CliJson.Readable.RevocationView);
            else
                Write(found, terminal);
            return found.Accepted ? ExitCode.Done : ExitCode.Findings;
        });

    private static void Write(RevocationView found, Terminal terminal)
    {
        var table = new Table("CERTIFICATE", "STATE", "SAYS", "UNTIL", "REVOKED", "DID NOT TELL");
        foreach (var one in found.Certificates)
        {
            table.Add(
                one.Subject, one.State, one.Source, one.UntilUtc is { } until ? Humane.Time(until) : null,
                one.RevokedUtc is { } revoked ? $"{Humane.Time(revoked)}, {one.Reason}" : null, string.Join("; ", one.Problems));
        }

        table.WriteTo(terminal);
        terminal.Output.WriteLine(found.Accepted ? "The server accepts it." : $"The server refuses it: {found.Failure}, {found.Text}");
        if (!found.Accepted)
            terminal.Output.WriteLine($"See 'adit explain {found.Failure}'.");
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Failed, $"The file cannot be read: {e.Message}", "Check the path and its permissions.");
        }
    }
}
