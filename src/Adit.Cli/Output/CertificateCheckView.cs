using System.Security.Cryptography.X509Certificates;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Diagnosis;

namespace Adit.Cli.Output;

/// <summary>What a check of a certificate found.</summary>
/// <param name="Checked">What was named: a file or a server.</param>
/// <param name="Role">What it was held to.</param>
/// <param name="Subject">The certificate's distinguished name.</param>
/// <param name="Sha256">Its fingerprint.</param>
/// <param name="NotAfterUtc">When it ends.</param>
/// <param name="Healthy">Whether no rule is broken.</param>
/// <param name="Rules">How each rule stands.</param>
internal sealed record CertificateCheckView(
    string Checked, string Role, string Subject, string Sha256, DateTimeOffset NotAfterUtc, bool Healthy, IReadOnlyList<CertificateRuleView> Rules)
{
    public static CertificateCheckView Of(string subject, X509Certificate2 certificate, CheckReport report) => new(
        subject, RoleWords.Of(report.Role), certificate.Subject, LeafHashes.Of(certificate).Fingerprint,
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime()), report.Failures.Count == 0,
        [.. report.Results.Select(result => CertificateRuleView.Of(report.Role, result))]);

    public void WriteTo(Terminal terminal)
    {
        new Properties()
            .Add("checked", $"{Checked}, as {Role}").Add("subject", Subject).Add("sha-256", Sha256).Add("ends", Humane.Time(NotAfterUtc))
            .WriteTo(terminal.Output);
        terminal.Output.WriteLine();
        var table = new Table("RULE", "STATE", "CODE", "WINDOWS SHOWS", "FOUND");
        foreach (var rule in Rules)
            table.Add(rule.Rule, rule.State, rule.Code, rule.Windows?.Hex, rule.Found);
        table.WriteTo(terminal);
        foreach (var rule in Rules.Where(rule => rule.Code is not null).DistinctBy(rule => rule.Code, StringComparer.Ordinal))
            rule.WriteRemedy(terminal.Output);
    }
}

/// <summary>How one rule stands, or one of its faults.</summary>
/// <param name="Rule">The rule: chain, dates, strength, purpose, name, key, revocation, binding or mapping.</param>
/// <param name="State">holds, warns or breaks.</param>
/// <param name="Code">The failure's code; null where the rule holds.</param>
/// <param name="Windows">What a Windows client shows; null where it shows nothing of its own.</param>
/// <param name="Found">What was seen, in words.</param>
/// <param name="Remedy">What to do; empty where the rule holds.</param>
internal sealed record CertificateRuleView(
    string Rule, string State, string? Code, WindowsCodeView? Windows, string Found, IReadOnlyList<string> Remedy)
{
    public static CertificateRuleView Of(CertificateRole role, CheckResult result)
    {
        var (rule, state) = (Lower(result.Rule.ToString()), Lower(result.State.ToString()));
        if (result.Failure is not { } failure)
            return new CertificateRuleView(rule, state, null, null, result.Seen ?? "", []);

        var entry = FailureCatalogue.Find(failure)!;
        var windows = result.State is CheckState.Breaks && ShownCodes.Of(role, failure) is { } shown ? new WindowsCode(shown) : entry.Windows;
        return new CertificateRuleView(
            rule, state, failure.Code, WindowsCodeView.Of(windows), $"{entry.Title}: {FailureFacts.Describe(failure)}", entry.Remedy);
    }

    public void WriteRemedy(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{Code}: what to do");
        foreach (var (step, index) in Remedy.Select((step, index) => (step, index)))
            output.WriteLine(FormattableString.Invariant($"  {index + 1}. {step}"));
    }

    private static string Lower(string word) => word.ToLowerInvariant();
}
