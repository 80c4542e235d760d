using System.CommandLine;
using Adit.Certificates.Issuing;
using Adit.Cli.Certificates;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit ca issue</c>: a certificate for a new key, or for that of a request.</summary>
internal static class CaIssueCommand
{
    public static Command Create(Terminal terminal)
    {
        var kind = CreateKind();
        var names = new Argument<string[]>("NAME")
        {
            Description = "Servers: DNS names and addresses. Devices: DNS names. Users: an account or user principal name. May be left out with --request",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var email = new Option<string?>("--email") { Description = "A user's mail address", HelpName = "ADDRESS" };
        var sid = new Option<string?>("--sid") { Description = "The account's security identifier in a Windows domain, for strong mapping", HelpName = "SID" };
        var days = new Option<int?>("--days") { Description = "How long it lives, where shorter than its kind's life", HelpName = "DAYS" };
        var file = new NewKeyFile();
        var command = new Command("issue", "Issue a certificate") { kind, names, email, sid, days };
        file.AddTo(command);
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var (template, named) = (parsed.GetRequiredValue(kind), parsed.GetValue(names) ?? []);
            var issued = await file.IssueAsync(parsed, terminal, named.Length > 0 ? named[0] : template, request => client.Certificates.IssueAsync(
                new IssueOrder(template, named, request, parsed.GetValue(email), parsed.GetValue(sid), parsed.GetValue(days)), cancellationToken));
            return issued.Report(terminal, parsed.WantsJson());
        });
    }

    private static Argument<string> CreateKind()
    {
        string[] words = [.. CertificateTemplate.All.Select(template => template.Name)];
        var kind = new Argument<string>("KIND") { Description = "What it is for", HelpName = string.Join('|', words) };
        kind.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !words.Contains(word, StringComparer.Ordinal))
                result.AddError($"KIND is to be one of {string.Join(", ", words)}.");
        });
        return kind;
    }
}
