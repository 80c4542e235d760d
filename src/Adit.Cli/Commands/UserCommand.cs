using System.CommandLine;
using System.Security.Cryptography;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit user</c>: the accounts of the built-in authority.</summary>
internal static class UserCommand
{
    /// <summary>Letters and digits that nobody mistakes for one another: 32 of them, five bits each.</summary>
    private const string PasswordAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>100 bits: beyond guessing, even from a captured MS-CHAPv2 exchange.</summary>
    private const int PasswordLength = 20;

    public static Command Create(Terminal terminal) => new("user", "Manage accounts")
    {
        CreateAdd(terminal),
        CreateList(terminal),
        CreateShow(terminal),
        CreateSet(terminal),
        CreatePassword(terminal),
        CreateChange(terminal, "disable", "Forbid an account to sign in", "disabled",
            (client, name, token) => client.SetEnabledAsync(name, enabled: false, token)),
        CreateChange(terminal, "enable", "Let an account sign in", "enabled",
            (client, name, token) => client.SetEnabledAsync(name, enabled: true, token)),
        CreateChange(terminal, "remove", "Remove an account", "removed", (client, name, token) => client.RemoveAccountAsync(name, token)),
        UserImportCommand.CreateImport(terminal),
        UserImportCommand.CreateExport(terminal),
        CreateChange(terminal, "unlock", "End an account's lockout", "unlocked", (client, name, token) => client.UnlockAccountAsync(name, token)),
    };

    private static Argument<string> CreateName() => new("NAME") { Description = "The account's name" };

    private static Command CreateAdd(Terminal terminal)
    {
        var name = CreateName();
        var generate = new Option<bool>("--generate") { Description = "Make up a strong password and print it" };
        var settings = new AccountOptions();
        var password = new PasswordOptions();
        var form = PasswordForm.Create();
        var command = new Command("add", "Add an account") { name, generate, form };
        password.AddTo(command);
        settings.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(generate) && password.AreGiven(result))
                result.AddError("--generate excludes --password-file and --password-stdin.");
        });
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var generated = parsed.GetValue(generate) ? RandomNumberGenerator.GetString(PasswordAlphabet, PasswordLength) : null;
            var account = new AccountPassword(parsed.GetRequiredValue(name), generated ?? password.Read(parsed, terminal, isNew: true), parsed.GetValue(form))
            {
                Settings = settings.Read(parsed),
            };
            await client.AddAccountAsync(account, cancellationToken);
            return Report(terminal, parsed, new AccountChangeView(account.Name, "added", generated));
        });
    }

    private static Command CreateList(Terminal terminal)
    {
        var group = new Option<string?>("--group") { Description = "Only the accounts in this group", HelpName = "NAME" };
        return new Command("list", "List the accounts") { group }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var accounts = await client.ListAccountsAsync(cancellationToken);
            if (parsed.GetValue(group) is { } wanted)
                accounts = [.. accounts.Where(account => account.Groups.Contains(wanted, StringComparer.OrdinalIgnoreCase))];
            if (parsed.WantsJson())
                terminal.WriteJson(accounts, CliJson.Readable.IReadOnlyListAccountView);
            else
                AccountTable.Write(terminal, accounts);

            return ExitCode.Done;
        });
    }

    private static Command CreateSet(Terminal terminal)
    {
        var name = CreateName();
        var settings = new AccountOptions();
        var command = new Command("set", "Change an account's settings") { name };
        settings.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!settings.AreGiven(result))
                result.AddError("Give at least one setting, such as --groups or --hours.");
        });
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var account = parsed.GetRequiredValue(name);
            await client.SetAccountAsync(account, settings.Read(parsed), cancellationToken);
            return Report(terminal, parsed, new AccountChangeView(account, settings.Describe(parsed), Password: null));
        });
    }

    private static Command CreateShow(Terminal terminal)
    {
        var name = CreateName();
        return new Command("show", "Show an account") { name }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetRequiredValue(name);
            var account = (await client.ListAccountsAsync(cancellationToken)).FirstOrDefault(one => IsSame(one.Name, wanted))
                ?? throw new CliException(ExitCode.NotFound, $"There is no account '{wanted}'.", "See 'adit user list'.");
            if (parsed.WantsJson())
                terminal.WriteJson(account, CliJson.Readable.AccountView);
            else
                AccountTable.WriteOne(terminal, account);

            return ExitCode.Done;
        });
    }

    private static bool IsSame(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static Command CreatePassword(Terminal terminal)
    {
        var name = CreateName();
        var password = new PasswordOptions();
        var form = PasswordForm.Create();
        var command = new Command("passwd", "Replace an account's password") { name, form };
        password.AddTo(command);
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var account = new AccountPassword(parsed.GetRequiredValue(name), password.Read(parsed, terminal, isNew: true), parsed.GetValue(form));
            await client.SetPasswordAsync(account, cancellationToken);
            return Report(terminal, parsed, new AccountChangeView(account.Name, "password replaced", Password: null));
        });
    }

    private static Command CreateChange(
        Terminal terminal, string verb, string description, string done, Func<ControlClient, string, CancellationToken, Task> change)
    {
        var name = CreateName();
        return new Command(verb, description) { name }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var account = parsed.GetRequiredValue(name);
            await change(client, account, cancellationToken);
            return Report(terminal, parsed, new AccountChangeView(account, done, Password: null));
        });
    }

    private static int Report(Terminal terminal, ParseResult parsed, AccountChangeView change)
    {
        if (parsed.WantsJson())
            terminal.WriteJson(change, CliJson.Readable.AccountChangeView);
        else
            new Properties().Add(change.Name, change.Change).Add("password", change.Password).WriteTo(terminal.Output);

        return ExitCode.Done;
    }
}
