using System.CommandLine;
using System.Globalization;
using System.Text;
using Adit.Cli.Certificates;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit user import</c> and <c>adit user export</c>: many accounts in a file.</summary>
internal static class UserImportCommand
{
    private const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Adds the accounts of a file.</summary>
    public static Command CreateImport(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Comma-separated values whose first row names the columns, or a users file; '-' for standard input" };
        var format = new Option<string>("--format") { Description = "csv, or users for a file in FreeRADIUS' manner", HelpName = "FORMAT", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "users");
        var dryRun = new Option<bool>("--dry-run") { Description = "Look at everything and change nothing" };
        var partial = new Option<bool>("--partial") { Description = "Add what is right though something else is wrong" };
        var passwords = new Option<string?>("--generate-into") { Description = "Make up the passwords that are missing, and write them into this new file, for you alone", HelpName = "FILE" };
        var form = PasswordForm.Create();
        var command = new Command("import", "Add accounts from a file, all or none of them") { file, format, dryRun, partial, passwords, form };
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var order = new SheetOrder(ReadText(parsed.GetRequiredValue(file), terminal))
            {
                Format = parsed.GetValue(format),
                DryRun = parsed.GetValue(dryRun),
                Partial = parsed.GetValue(partial),
                Generate = parsed.GetValue(passwords) is not null,
                Form = parsed.GetValue(form),
            };
            using var kept = parsed.GetValue(passwords) is { } path && !order.DryRun ? NewFile.Create(path) : null;
            var imported = await client.Sheets.ImportAsync(order, cancellationToken);
            if (imported.Passwords.Count > 0)
                kept?.Write(Encoding.UTF8.GetBytes($"name,password\r\n{string.Concat(imported.Passwords.Select(each => $"{each.Name},{each.Password}\r\n"))}"));

            return Report(terminal, parsed, order, imported with { Passwords = [] });
        });
    }

    /// <summary>Prints all accounts, or writes them into a file.</summary>
    public static Command CreateExport(Terminal terminal)
    {
        var file = new Option<string?>("--out") { Description = "Write into this new file, for you alone", HelpName = "FILE" };
        return new Command("export", "Print the accounts without their passwords, as 'adit user import' reads them") { file }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                using var kept = parsed.GetValue(file) is { } path ? NewFile.Create(path) : null;
                var text = await client.Sheets.ExportAsync(cancellationToken);
                if (kept is null)
                    terminal.Output.Write(text);
                else
                    kept.Write(Encoding.UTF8.GetBytes(text));
                return ExitCode.Done;
            });
    }

    private static int Report(Terminal terminal, ParseResult parsed, SheetOrder order, SheetView imported)
    {
        if (parsed.WantsJson())
            terminal.WriteJson(imported, CliJson.Readable.SheetView);
        else
            Write(terminal, order, imported);
        return imported.Faults.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Write(Terminal terminal, SheetOrder order, SheetView imported)
    {
        if (imported.Faults.Count > 0)
        {
            var table = new Table("LINE", "NAME", "CODE", "PROBLEM");
            foreach (var fault in imported.Faults)
                table.Add(fault.Line == 0 ? "-" : Number(fault.Line), fault.Name.Length == 0 ? "-" : Printable.Clean(fault.Name), fault.Code, Printable.Clean(fault.Problem));
            table.WriteTo(terminal);
        }

        var accounts = imported.Accounts == 1 ? "1 account" : $"{Number(imported.Accounts)} accounts";
        terminal.Output.WriteLine(imported.Done ? $"{accounts} added"
            : order.DryRun ? $"{accounts} could be added; nothing was changed"
            : "nothing was changed");
    }

    private static string ReadText(string path, Terminal terminal)
    {
        if (path == "-")
            return terminal.Input.ReadToEnd();
        try
        {
            return new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true))
                : throw new CliException(ExitCode.Usage, $"'{path}' is longer than any file of accounts.", "Divide it.");
        }
        catch (DecoderFallbackException)
        {
            throw new CliException(ExitCode.Usage, $"'{path}' is not UTF-8.", "Save it as UTF-8: a spreadsheet calls that 'CSV UTF-8'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Usage, exception.Message, "Name a file that you can read.");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
