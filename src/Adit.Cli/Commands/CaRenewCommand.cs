using System.CommandLine;
using Adit.Cli.Certificates;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit ca renew</c>: another certificate with the names of one that was issued, and a new key.</summary>
internal static class CaRenewCommand
{
    public static Command Create(Terminal terminal)
    {
        var certificate = new Argument<string>("CERTIFICATE") { Description = "Its serial number or SHA-256 thumbprint" };
        var file = new NewKeyFile();
        var command = new Command("renew", "Issue a certificate anew, with a new key; the former one stays valid until it ends") { certificate };
        file.AddTo(command);
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var former = parsed.GetRequiredValue(certificate);
            var issued = await file.IssueAsync(parsed, terminal, $"renewed-{former[..Math.Min(former.Length, 16)]}",
                request => client.Certificates.RenewAsync(new RenewalOrder(former, request), cancellationToken));
            return issued.Report(terminal, parsed.WantsJson());
        });
    }
}
