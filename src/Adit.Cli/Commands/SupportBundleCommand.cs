using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Doctor;
using Adit.Server.Hosting;

namespace Adit.Cli.Commands;

/// <summary><c>adit support-bundle</c>: what others need to help, in one file.</summary>
internal static class SupportBundleCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The archive to write, a .tar.gz; it must not be there yet" };
        var config = new Option<string?>("--config") { Description = "The server's configuration, where no server runs that would name it", HelpName = "FILE" };
        var command = new Command("support-bundle", "Pack what others need to help with the server, without secrets") { file, config, CommonOptions.State };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            var entries = await new SupportBundle(new UpOptions([], parsed.GetValue(config), parsed.GetRequiredValue(CommonOptions.State))).CollectAsync(cancellationToken);
            await SupportBundle.WriteAsync(path, entries, cancellationToken);
            Write(terminal, path, entries);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Terminal terminal, string path, IReadOnlyList<BundleEntry> entries)
    {
        var table = new Table("FILE", "BYTES", "HOLDS");
        foreach (var entry in entries)
            table.Add(entry.Name, FormattableString.Invariant($"{entry.Content.Length}"), entry.What);
        table.WriteTo(terminal);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(Printable.Clean($"{path}: no key, password or shared secret is in it; names of users and addresses of callers are."));
    }
}
