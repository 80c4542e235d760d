using System.CommandLine;
using System.CommandLine.Parsing;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Fetching;
using Adit.Certificates.Validation;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert check</c>: holds a certificate, in a file or as a server shows it, to the rules of its role. Needs no server of ours.</summary>
internal sealed class CertCheckCommand
{
    private const int MaxNames = 16;

    private readonly Argument<string> _subject = new("FILE|HOST[:PORT]") { Description = "The file of a certificate, PEM or DER, or a server that shows one" };
    private readonly Option<CertificateRole> _role = CreateRole();
    private readonly Option<string[]> _names = new("--name") { Description = "A name that is dialled, which it must bear; a HOST is one by itself", HelpName = "NAME" };
    private readonly Option<string?> _key = new("--key") { Description = "The file of its private key", HelpName = "FILE" };
    private readonly Option<string?> _ca = new("--ca") { Description = "Trust the authorities in this file instead of the machine's", HelpName = "FILE" };
    private readonly Option<string[]> _policies = new("--policy") { Description = "An application policy that it must list", HelpName = "OID" };

    private readonly Option<bool> _offline = new("--offline") { Description = "Ask nobody whether it is revoked" };

    public static Command Create(Terminal terminal) => new CertCheckCommand().CreateCommand(terminal);

    private Command CreateCommand(Terminal terminal)
    {
        var command = new Command("check", """
            Say which rules a certificate keeps and which it breaks, with what Windows shows.
            Exit codes beside the usual ones: 3 where a rule is broken.
            """)
        {
            _subject, _role, _names, _key, _ca, _policies, _offline, CommonOptions.State, CommonOptions.Format,
        };
        command.Validators.Add(Check);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var view = await CheckAsync(parsed, cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(view, CliJson.Readable.CertificateCheckView);
            else
                view.WriteTo(terminal);

            return view.Healthy ? ExitCode.Done : ExitCode.Findings;
        });
        return command;
    }

    private void Check(CommandResult result)
    {
        if (string.IsNullOrWhiteSpace(result.GetValue(_subject)))
            result.AddError("Name the file of a certificate, or a server that shows one.");
        if (result.GetValue(_names)?.Length > MaxNames)
            result.AddError($"--name may be given {MaxNames} times at most.");
    }

    private async Task<CertificateCheckView> CheckAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var subject = parsed.GetRequiredValue(_subject);
        using var trust = TrustFile.Open(parsed.GetValue(_ca));
        using var checkedOne = await OpenAsync(parsed, subject, cancellationToken);
        var input = checkedOne.Input with { Policies = parsed.GetValue(_policies) ?? [] };
        var report = new CertificateChecker(trust, UntrustedFolder.Open(path: null)).Check(parsed.GetValue(_role), input, DateTimeOffset.UtcNow);
        if (!parsed.GetValue(_offline))
            report = await RevocationInspection.AddAsync(report, new FetchLimits(), cancellationToken);
        if (checkedOne.IsShown)
            report = await WithBindingAsync(report, input, parsed.GetRequiredValue(CommonOptions.State), cancellationToken);
        return CertificateCheckView.Of(subject, input.Leaf, report);
    }

    private async Task<CheckedCertificate> OpenAsync(ParseResult parsed, string subject, CancellationToken cancellation)
    {
        try
        {
            return await CheckedCertificate.OpenAsync(subject, parsed.GetValue(_key), parsed.GetValue(_names) ?? [], cancellation);
        }
        catch (CliException failure) when (failure.ExitCode == ExitCode.Failed && !File.Exists(subject) && !subject.Contains('/', StringComparison.Ordinal))
        {
            throw await ListeningPlaces.ExplainAsync(failure, subject, parsed.GetRequiredValue(CommonOptions.State), cancellation);
        }
    }

    /// <summary>Where a server of ours runs here and has a certificate for the name that is dialled, that is the one to be shown.</summary>
    private static async Task<CheckReport> WithBindingAsync(CheckReport report, CheckInput input, string state, CancellationToken cancellation)
    {
        var configured = (await ListConfiguredAsync(state, cancellation)).Where(one => CertificateNames.Match(one.Names, input.Names[0])).ToList();
        var shown = LeafHashes.Of(input.Leaf).Fingerprint.Replace(":", "", StringComparison.Ordinal);
        return configured.Count == 0 ? report : report.With(
            CheckRule.Binding,
            "the one that the server here has for this name",
            configured.Any(one => one.Sha256 == shown) ? [] : [new CertificateFailure.NotTheConfigured(shown, configured[0].Sha256)]);
    }

    /// <summary>None where no server of ours runs here, or we may not ask it.</summary>
    private static async Task<IReadOnlyList<ShownCertificateView>> ListConfiguredAsync(string state, CancellationToken cancellation)
    {
        try
        {
            using var client = new ControlClient(state);
            return (await client.GetStatusAsync(cancellation)).Certificates;
        }
        catch (ControlException)
        {
            return [];
        }
    }

    private static Option<CertificateRole> CreateRole() => new("--role")
    {
        Description = "What it is for",
        HelpName = string.Join('|', RoleWords.All),
        DefaultValueFactory = _ => CertificateRole.Sstp,
        CustomParser = result =>
        {
            if (RoleWords.Find(result.Tokens[0].Value) is { } role)
                return role;

            result.AddError($"--role is to be {string.Join(", ", RoleWords.All)}.");
            return default;
        },
    };
}
