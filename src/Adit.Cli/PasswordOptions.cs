using System.CommandLine;

namespace Adit.Cli;

/// <summary>Where a password comes from. Never the command line, which every process on the machine can read.</summary>
internal sealed class PasswordOptions
{
    private readonly Option<string?> _file = new("--password-file") { Description = "Read the password from this file", HelpName = "FILE" };
    private readonly Option<bool> _stdin = new("--password-stdin") { Description = "Read the password from standard input" };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_stdin);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_stdin) && result.GetValue(_file) is not null)
                result.AddError("--password-file and --password-stdin exclude each other.");
        });
    }

    /// <summary>Whether the command line says where from.</summary>
    public bool AreGiven(System.CommandLine.Parsing.CommandResult result) => result.GetValue(_stdin) || result.GetValue(_file) is not null;

    /// <summary>Reads the password; asks for it, twice where it is new, when only a person can know it.</summary>
    public string Read(ParseResult parsed, Terminal terminal, bool isNew)
    {
        var password = parsed.GetValue(_file) is { } file ? ReadFile(file)
            : (parsed.GetValue(_stdin) ? terminal.Input.ReadToEnd() : Ask(terminal, isNew)).TrimEnd('\n', '\r');
        return password.Length > 0 ? password
            : throw new CliException(ExitCode.Usage, "The password is empty.", "Give one with --password-file, --password-stdin or at the prompt.");
    }

    /// <summary>The password in a file, without the line end behind it.</summary>
    public static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\n', '\r');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Failed, $"The password file cannot be read: {exception.Message}", "Check the path and its permissions.");
        }
    }

    private static string Ask(Terminal terminal, bool isNew)
    {
        if (terminal.ReadSecret is not { } ask)
            throw new CliException(ExitCode.Usage, "Nobody is at a terminal to be asked for the password.",
                "Give it with --password-file FILE, or pipe it in with --password-stdin.");

        var password = ask("Password: ");
        return !isNew || string.Equals(password, ask("Once more: "), StringComparison.Ordinal)
            ? password
            : throw new CliException(ExitCode.Usage, "The two passwords differ.", "Try again.");
    }
}
