using System.CommandLine;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert</c>: certificates.</summary>
internal static class CertCommand
{
    public static Command Create(Terminal terminal) => new("cert", "Check certificates, and manage the server's stores")
    {
        CertCheckCommand.Create(terminal),
        CertLookupCommand.CreateLookup(terminal),
        CertLookupCommand.CreateFlush(terminal),
        CertListCommand.Create(terminal),
        CertShowCommand.Create(terminal),
        CertImportCommand.Create(terminal),
        CertExportCommand.Create(terminal),
        CertTrustCommand.CreateTrust(terminal),
        CertTrustCommand.CreateDistrust(terminal),
        CertRequestCommand.Create(terminal),
        CaRevokeCommand.Create(terminal, "Revoke a certificate that the server's CA has issued, for good"),
        CertRemoveCommand.Create(terminal),
    };
}
