using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit ca revoke</c>, and <c>adit cert revoke</c>, which is the same.</summary>
internal static class CaRevokeCommand
{
    public static Command Create(Terminal terminal, string description)
    {
        var certificate = new Argument<string>("CERTIFICATE") { Description = "Its serial number or SHA-256 thumbprint" };
        var reason = new Option<string>("--reason")
        {
            Description = "Why, as the list will say",
            DefaultValueFactory = _ => StoreWords.Reasons[0],
        }.TakesOneOf(StoreWords.Reasons);
        return new Command("revoke", description) { certificate, reason }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var revoked = await client.Certificates.RevokeAsync(
                parsed.GetRequiredValue(certificate), parsed.GetRequiredValue(reason), cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(revoked, CliJson.Readable.IssuedView);
            else
                new Properties().Add("revoked", revoked.Subject).Add("serial", revoked.Serial).Add("reason", revoked.Reason).WriteTo(terminal.Output);
            return ExitCode.Done;
        });
    }
}
