using System.CommandLine;

namespace Adit.Cli;

/// <summary>Where the password comes from that an expired one is changed into.</summary>
internal sealed class NewPasswordOptions
{
    private readonly Option<string?> _file = new("--new-password-file") { Description = "Where the password has expired, change it into the one in this file", HelpName = "FILE" };
    private readonly Option<bool> _ask = new("--change-password") { Description = "Where the password has expired, ask for a new one" };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_ask);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_ask) && result.GetValue(_file) is not null)
                result.AddError("--new-password-file and --change-password exclude each other.");
        });
    }

    /// <summary>What gives it once it is needed; null where it is not to be changed. A file is read now, so that a wrong path is told now.</summary>
    public Func<string?>? Read(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(_file) is { } file)
        {
            var password = PasswordOptions.ReadFile(file);
            return () => password;
        }

        if (!parsed.GetValue(_ask))
            return null;

        var ask = terminal.ReadSecret
            ?? throw new CliException(ExitCode.Usage, "Nobody is at a terminal to be asked for a new password.", "Give it with --new-password-file FILE.");
        return () => AskTwice(ask);
    }

    private static string? AskTwice(Func<string, string> ask)
    {
        var password = ask("The password has expired. New password: ");
        return string.Equals(password, ask("Once more: "), StringComparison.Ordinal) ? password : null;
    }
}
