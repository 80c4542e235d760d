using System.CommandLine;
using Adit.Cli.Output;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert remove</c>: out of a store, or a request that is given up.</summary>
internal static class CertRemoveCommand
{
    private const string Request = "request";

    public static Command Create(Terminal terminal)
    {
        var certificate = new Argument<string>("CERTIFICATE") { Description = "Its SHA-256 thumbprint, or the number of a request" };
        var store = CertStoreOption.Create("The store; without it, a request that waits is given up");
        return new Command("remove", "Take a certificate out of a store, with its key; or give up a request") { certificate, store }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var (subject, from) = (parsed.GetRequiredValue(certificate), parsed.GetValue(store));
                await (from is null
                    ? client.Certificates.RemoveRequestAsync(subject, cancellationToken)
                    : client.Certificates.RemoveAsync(from, subject, cancellationToken));
                new Properties().Add("removed", subject).Add("from", from ?? Request).WriteTo(parsed.WantsJson() ? TextWriter.Null : terminal.Output);
                return ExitCode.Done;
            });
    }
}
