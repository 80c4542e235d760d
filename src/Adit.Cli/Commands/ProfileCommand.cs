using System.CommandLine;
using Adit.Cli.Certificates;
using Adit.Cli.Connections;
using Adit.Cli.Output;
using Adit.Client.Profiles;

namespace Adit.Cli.Commands;

/// <summary><c>adit profile</c>: connections' files, made of Windows' profiles, and looked over before they are used.</summary>
internal static class ProfileCommand
{
    private static readonly Argument<string> Subject = new("FILE") { Description = "The profile: YAML as for 'adit connect --profile', or Windows' XML" };
    private static readonly Argument<string> Source = new("FILE") { Description = "Windows' XML: a VPNProfile, or an EapHostConfig" };
    private static readonly Option<string?> Out = new("--out") { Description = "The file to make; without it, standard output", HelpName = "FILE" };
    private static readonly Option<string?> Host = new("--host") { Description = "The server, where the profile does not name it", HelpName = "NAME" };
    private static readonly Option<string?> User = new("--user") { Description = "The name to sign in with, which no Windows profile says", HelpName = "NAME" };
    private static readonly Option<string?> Password = new("--password-file") { Description = "The file of the password", HelpName = "FILE" };
    private static readonly Option<string?> Ca = new("--ca") { Description = "The PEM file of the authorities to trust", HelpName = "FILE" };
    private static readonly Option<string?> Certificate = new("--certificate") { Description = "The file of the certificate to sign in with", HelpName = "FILE" };

    public static Command Create(Terminal terminal) => new("profile", "Import profiles of Windows, and look profiles over")
    {
        CreateImport(terminal),
        CreateLint(terminal),
    };

    private static Command CreateImport(Terminal terminal)
    {
        var command = new Command("import", """
            Make a connection's file of a Windows profile; what it does not take over is named with its line.
            Exit codes beside the usual ones: 3 where something is wrong with the profile.
            """)
        {
            Source, Out, Host, User, Password, Ca, Certificate, CommonOptions.Format,
        };
        command.SetAction(parsed =>
        {
            var view = Import(parsed, terminal);
            if (parsed.WantsJson())
                terminal.WriteJson(view, CliJson.Readable.ProfileReportView);
            else
                view.WriteTo(terminal.Error);
            return view.Healthy ? ExitCode.Done : ExitCode.Findings;
        });
        return command;
    }

    private static Command CreateLint(Terminal terminal)
    {
        var command = new Command("lint", """
            Say what would fail with a profile, or be less safe than it looks. Nothing is sent to anybody.
            Exit codes beside the usual ones: 3 where there is something.
            """)
        {
            Subject, CommonOptions.Format,
        };
        command.SetAction(parsed =>
        {
            var view = Lint(parsed.GetRequiredValue(Subject));
            if (parsed.WantsJson())
                terminal.WriteJson(view, CliJson.Readable.ProfileReportView);
            else if (view.Findings.Count == 0)
                terminal.Output.WriteLine($"{view.File} is in order.");
            else
                view.WriteTo(terminal.Output);
            return view.Healthy ? ExitCode.Done : ExitCode.Findings;
        });
        return command;
    }

    private static ProfileReportView Import(ParseResult parsed, Terminal terminal)
    {
        var path = parsed.GetRequiredValue(Source);
        var profile = Read(path, ReadText(path));
        var settings = ProfileText.Join(profile,
        [
            ("host", parsed.GetValue(Host)), ("user", parsed.GetValue(User)), ("passwordFile", parsed.GetValue(Password)),
            ("prompts", parsed.GetValue(Password) is null && parsed.GetValue(Certificate) is null ? "true" : null), ("ca", parsed.GetValue(Ca)),
            ("certificates", parsed.GetValue(Certificate)),
        ]);
        var text = ProfileText.Write(profile.Name, settings);
        if (parsed.GetValue(Out) is { } output)
        {
            using var file = NewFile.Create(output);
            file.Write(CertificateFiles.Bytes(text));
        }
        else if (!parsed.WantsJson())
        {
            terminal.Output.Write(text);
        }

        return new ProfileReportView(path, parsed.GetValue(Out), settings.ToDictionary(StringComparer.Ordinal), Views(profile.Findings));
    }

    private static ProfileReportView Lint(string path)
    {
        var text = ReadText(path);
        var findings = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<')
            ? Read(path, text).Findings
            : ProfileLint.Check(ConnectionFile.Read(path));
        return new ProfileReportView(path, Written: null, new Dictionary<string, string>(StringComparer.Ordinal), Views(findings));
    }

    /// <summary>UTF-8, or UTF-16 as Windows' tools write it.</summary>
    private static string ReadText(string path) => new FileInfo(path).Length <= 4 * XmlPart.MaxLength
        ? File.ReadAllText(path)
        : throw new CliException(ExitCode.Failed, $"{path} is longer than any profile.", "Name the profile.");

    private static ImportedProfile Read(string path, string text)
    {
        try
        {
            return ProfileXml.Read(text);
        }
        catch (ProfileException e)
        {
            var finding = ProfileFindingView.Of(new ProfileFinding(e.Line, e.Failure, IsFatal: true));
            throw new CliException(ExitCode.Failed, $"{path}, line {e.Line}: {finding.Code}: {finding.Facts}", finding.NextStep);
        }
    }

    private static IReadOnlyList<ProfileFindingView> Views(IEnumerable<ProfileFinding> findings) => [.. findings.Select(ProfileFindingView.Of)];
}
