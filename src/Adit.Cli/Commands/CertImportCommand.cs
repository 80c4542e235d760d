using System.CommandLine;
using Adit.Cli.Certificates;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary>
/// <c>adit cert import</c>: a file into one of the server's stores. It is taken apart here, so that a hostile one troubles this process and
/// not the server, and its password goes nowhere.
/// </summary>
internal static class CertImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "PEM, DER or PKCS #12; the answer to a request needs no key" };
        var key = new Option<string?>("--key") { Description = "The file of the private key, where it stands apart", HelpName = "FILE" };
        var store = CertStoreOption.Create("Where it goes; machine by default");
        var exportable = new Option<bool>("--exportable") { Description = "The key may leave the store again" };
        var password = new PasswordOptions();
        var command = new Command("import", "Put a certificate into one of the server's stores") { file, key, store, exportable };
        password.AddTo(command);
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var secret = password.AreGiven(parsed.CommandResult) ? password.Read(parsed, terminal, isNew: false) : null;
            using var material = Open(parsed.GetRequiredValue(file), parsed.GetValue(key), secret, terminal);
            var order = new ImportOrder(parsed.GetValue(store) ?? StoreWords.All[0], material.ToPem(), parsed.GetValue(exportable));
            return Report(terminal, parsed, await client.Certificates.ImportAsync(order, cancellationToken));
        });
    }

    /// <summary>Prints what an import has done.</summary>
    public static int Report(Terminal terminal, ParseResult parsed, ImportedView imported)
    {
        foreach (var remark in imported.Remarks)
            terminal.Error.WriteLine(Printable.Clean(remark));
        if (parsed.WantsJson())
        {
            terminal.WriteJson(imported, CliJson.Readable.ImportedView);
            return ExitCode.Done;
        }

        var table = new Table("STORE", "SUBJECT", "ENDS", "SHA-256");
        foreach (var entry in imported.Added)
            table.Add(entry.Store, entry.Subject, Humane.Time(entry.NotAfterUtc), entry.Sha256);
        table.WriteTo(terminal);
        return ExitCode.Done;
    }

    /// <summary>Asks for the password where the file turns out to have one and somebody is there to be asked.</summary>
    private static Adit.Certificates.Stores.CertificateMaterial Open(string file, string? key, string? password, Terminal terminal)
    {
        try
        {
            return CertificateFiles.ReadMaterial(file, key, password);
        }
        catch (ControlException exception) when (exception.Problem.Code == "PKI-151" && password is null && terminal.ReadSecret is { } ask)
        {
            return CertificateFiles.ReadMaterial(file, key, ask("Password: "));
        }
    }
}
