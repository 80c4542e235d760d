using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Stores;
using Adit.Cli.Certificates;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert export</c>: a certificate, and the key of an exportable one, into a file.</summary>
internal static class CertExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var certificate = new Argument<string>("CERTIFICATE") { Description = "Its SHA-256 thumbprint, or the serial number of one that our CA issued" };
        var withKey = new Option<bool>("--with-key") { Description = "The key, too, where it is exportable: as PKCS #12, or as PEM with --format pem" };
        var path = new Option<string?>("--out") { Description = "The file to make; without it, PEM goes to standard output", HelpName = "FILE" };
        var format = FormatOption.Create("pem", "der");
        var password = new PasswordOptions();
        var command = new Command("export", "Get a certificate out of the server's stores") { certificate, withKey, path, format };
        password.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(withKey) && result.GetValue(path) is null)
                result.AddError("--with-key needs --out: a key belongs into a file of its own.");
            if (result.GetValue(withKey) && result.GetValue(format) == "der")
                result.AddError("DER holds no key: --format is to be p12 or pem.");
        });
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var subject = parsed.GetRequiredValue(certificate);
            if (parsed.GetValue(withKey))
            {
                await WriteWithKeyAsync(client, subject, parsed.GetRequiredValue(path)!,
                    parsed.GetValue(format) == FormatOption.Pkcs12 ? password.Read(parsed, terminal, isNew: true) : null, cancellationToken);
                return ExitCode.Done;
            }

            var pem = (await client.Certificates.ExportAsync(subject, withKey: false, cancellationToken)).Pem;
            Write(terminal, pem, parsed.GetValue(path), parsed.GetValue(format) == "der");
            return ExitCode.Done;
        });
    }

    private static async Task WriteWithKeyAsync(
        ControlClient client, string subject, string path, string? password, CancellationToken cancellationToken)
    {
        using var file = NewFile.Create(path);
        var pem = (await client.Certificates.ExportAsync(subject, withKey: true, cancellationToken)).Pem;
        using var material = CertificateMaterial.Read(CertificateFiles.Bytes(pem), password: null);
        file.Write(password is null ? CertificateFiles.Bytes(pem) : Pkcs12File.Write(material.Certificates, material.Key!, password));
    }

    private static void Write(Terminal terminal, string pem, string? path, bool asDer)
    {
        if (path is null)
        {
            terminal.Output.Write(pem);
            return;
        }

        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var file = NewFile.Create(path);
        file.Write(asDer ? certificate.RawData : CertificateFiles.Bytes(pem));
    }
}
