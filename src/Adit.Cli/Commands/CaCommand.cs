using System.CommandLine;
using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit ca</c>: the server's own CA.</summary>
internal static class CaCommand
{
    public static Command Create(Terminal terminal) => new("ca", "Issue, renew and revoke certificates of the server's own CA")
    {
        CreateShow(terminal),
        CaIssueCommand.Create(terminal),
        CaRenewCommand.Create(terminal),
        CaRevokeCommand.Create(terminal, "Revoke a certificate for good"),
        CreateList(terminal),
    };

    private static Command CreateShow(Terminal terminal) => new Command("show", "Show the CA, and what it publishes").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var authority = await client.Certificates.GetAuthorityAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(authority, CliJson.Readable.AuthorityView);
            else
                Write(terminal.Output, authority);
            return ExitCode.Done;
        });

    private static void Write(TextWriter output, AuthorityView authority) => new Properties()
        .Add("root", authority.Root.Subject)
        .Add("  ends", Humane.Time(authority.Root.NotAfterUtc))
        .Add("  sha-256", authority.Root.Sha256)
        .Add("issues", authority.Issuer.Sha256 == authority.Root.Sha256 ? "the root itself" : authority.Issuer.Subject)
        .Add("  ends", Humane.Time(authority.Issuer.NotAfterUtc))
        .Add("renewal", $"{Humane.Time(authority.Renewal.DueUtc)}: {authority.Renewal.Problem ?? "rehearsed now, it will work"}")
        .Add("kinds", string.Join(", ", authority.Templates))
        .Add("published", authority.Publication.WhyNot is { } why ? $"certificates carry no address of a list: {why}" : authority.Publication.List)
        .Add("  for", authority.Publication.List is null ? null : authority.Publication.ServersToo ? "every certificate" : "users and devices; not servers")
        .Add("root's list", authority.Root.Sha256 == authority.Issuer.Sha256 ? null : authority.Publication.RootList
            ?? "the issuing CA's certificate names none, so who checks whole chains strictly refuses them; 'authority: { publish: on }' names it")
        .Add("list", authority.List is { } list
            ? string.Create(CultureInfo.InvariantCulture, $"number {list.Number}, {list.Entries} revoked, until {Humane.Time(list.NextUpdateUtc)}")
            : "none yet")
        .WriteTo(output);

    private static Command CreateList(Terminal terminal)
    {
        var revoked = new Option<bool>("--revoked") { Description = "Only what is revoked" };
        return new Command("list", "List what the CA has issued") { revoked }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var issued = await client.Certificates.ListIssuedAsync(cancellationToken);
            if (parsed.GetValue(revoked))
                issued = [.. issued.Where(certificate => certificate.RevokedUtc is not null)];
            if (parsed.WantsJson())
                terminal.WriteJson(issued, CliJson.Readable.IReadOnlyListIssuedView);
            else
                await WriteAsync(terminal, issued, client, cancellationToken);
            return ExitCode.Done;
        });
    }

    private static async Task WriteAsync(
        Terminal terminal, IReadOnlyList<IssuedView> issued, ControlClient client, CancellationToken cancellationToken)
    {
        var table = new Table("SERIAL", "KIND", "SUBJECT", "ENDS", "STATE");
        foreach (var certificate in issued)
            table.Add(certificate.Serial, certificate.Template, certificate.Subject, Humane.Time(certificate.NotAfterUtc), StateOf(certificate));
        table.WriteTo(terminal);
        if ((await client.Certificates.GetAuthorityAsync(cancellationToken)).Publication.WhyNot is { } why)
            terminal.Error.WriteLine($"New certificates carry no address of a revocation list: {why}.");
    }

    private static string StateOf(IssuedView certificate) =>
        certificate.RevokedUtc is { } revoked ? $"revoked {Humane.Time(revoked)}: {certificate.Reason}"
        : certificate.NotAfterUtc <= DateTimeOffset.UtcNow ? "ended"
        : "valid";
}
