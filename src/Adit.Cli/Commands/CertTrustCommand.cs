using System.CommandLine;
using Adit.Certificates;
using Adit.Certificates.Stores;
using Adit.Cli.Certificates;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert trust</c> and <c>adit cert distrust</c>.</summary>
internal static class CertTrustCommand
{
    private const string Roots = "roots";
    private const string Logon = "ntauth";
    private const string Untrusted = "untrusted";

    public static Command CreateTrust(Terminal terminal)
    {
        var subject = CreateSubject();
        var logon = new Option<bool>("--logon") { Description = "Also accept client certificates that it issued, for log-on (NTAuth)" };
        return new Command("trust", "Trust a root; it is untrusted no longer, if it was") { subject, logon }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                using var material = await ReadAsync(client, parsed.GetRequiredValue(subject), cancellationToken);
                var pem = CertificateMaterial.ToPem(material.Certificates, key: null);
                var imported = await client.Certificates.ImportAsync(new ImportOrder(Roots, pem, Exportable: false), cancellationToken);
                if (parsed.GetValue(logon))
                {
                    var forLogon = await client.Certificates.ImportAsync(new ImportOrder(Logon, pem, Exportable: false), cancellationToken);
                    imported = imported with { Added = [.. imported.Added, .. forLogon.Added] };
                }

                foreach (var entry in imported.Added.Where(entry => entry.Untrusted && entry.Store == Roots))
                    await client.Certificates.RemoveAsync(Untrusted, entry.Sha256, cancellationToken);
                return CertImportCommand.Report(terminal, parsed, imported);
            });
    }

    public static Command CreateDistrust(Terminal terminal)
    {
        var subject = CreateSubject();
        var folder = new Option<string?>("--folder")
        {
            Description = $"Put it into this folder of a client's machine, such as {UntrustedFolder.Default}, and not into the server's store", HelpName = "DIR",
        };
        return new Command("distrust", "Refuse a certificate from now on, whoever has issued it; the server ends its sessions") { subject, folder }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                using var material = await ReadAsync(client, parsed.GetRequiredValue(subject), cancellationToken);
                if (parsed.GetValue(folder) is { } path)
                    return Keep(terminal, parsed, material, path);

                var pem = CertificateMaterial.ToPem(material.Certificates, key: null);
                return CertImportCommand.Report(
                    terminal, parsed, await client.Certificates.ImportAsync(new ImportOrder(Untrusted, pem, Exportable: false), cancellationToken));
            });
    }

    /// <summary>For the client of this machine, which has no server to ask: the first certificate of the file, as in the server's store.</summary>
    private static int Keep(Terminal terminal, ParseResult parsed, CertificateMaterial material, string folder)
    {
        if (material.Certificates is not [var certificate, ..])
            throw CertificateProblems.Of(new StoreFailure.CertificateMissing());

        try
        {
            var file = new DistrustedFolder(folder).Add(certificate);
            new Properties().Add("refused", certificate.Subject).Add("file", file).WriteTo(parsed.WantsJson() ? TextWriter.Null : terminal.Output);
            return ExitCode.Done;
        }
        catch (CertificateFileException exception)
        {
            throw new CliException(ExitCode.Failed, exception.Message, "Write it as root, or name another folder.");
        }
    }

    private static Argument<string> CreateSubject() => new("FILE|CERTIFICATE")
    {
        Description = "A file, PEM or DER; or the SHA-256 thumbprint or serial number of a certificate that the server knows",
    };

    private static async Task<CertificateMaterial> ReadAsync(ControlClient client, string subject, CancellationToken cancellationToken)
    {
        if (File.Exists(subject))
            return CertificateFiles.ReadMaterial(subject, keyPath: null, password: null);

        var pem = (await client.Certificates.ExportAsync(subject, withKey: false, cancellationToken)).Pem;
        return CertificateMaterial.Read(CertificateFiles.Bytes(pem), password: null);
    }
}
