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

    private const string NoAddress = "none";

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
        CreateChange(terminal, "unlock", "End an account's lockout", "unlocked", (client, name, token) => client.UnlockAccountAsync(name, token)),
    };

    private static Argument<string> CreateName() => new("NAME") { Description = "The account's name" };

    private static Command CreateAdd(Terminal terminal)
    {
        var name = CreateName();
        var generate = new Option<bool>("--generate") { Description = "Make up a strong password and print it" };
        var address = CreateAddress();
        var prefix = CreatePrefix();
        var password = new PasswordOptions();
        var form = PasswordForm.Create();
        var command = new Command("add", "Add an account") { name, generate, address, prefix, form };
        password.AddTo(command);
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
                Address = AddressOf(parsed.GetValue(address)),
                Ipv6Prefix = AddressOf(parsed.GetValue(prefix)),
            };
            await client.AddAccountAsync(account, cancellationToken);
            return Report(terminal, parsed, new AccountChangeView(account.Name, "added", generated));
        });
    }

    private static Command CreateList(Terminal terminal) => new Command("list", "List the accounts").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var accounts = await client.ListAccountsAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(accounts, CliJson.Readable.IReadOnlyListAccountView);
            else
                WriteAccounts(terminal, accounts);

            return ExitCode.Done;
        });

    private static Command CreateSet(Terminal terminal)
    {
        var name = CreateName();
        var (address, prefix) = (CreateAddress(), CreatePrefix());
        var command = new Command("set", "Change an account's settings") { name, address, prefix };
        command.Validators.Add(result =>
        {
            if (result.GetValue(address) is null && result.GetValue(prefix) is null)
                result.AddError("Give --address, --prefix6, or both.");
        });
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var account = parsed.GetRequiredValue(name);
            var changes = new List<string>();
            if (parsed.GetValue(address) is { } newAddress)
            {
                await client.SetAddressAsync(new AccountAddress(account, AddressOf(newAddress)), cancellationToken);
                changes.Add($"address {newAddress}");
            }

            if (parsed.GetValue(prefix) is { } newPrefix)
            {
                await client.SetPrefixAsync(new AccountPrefix(account, AddressOf(newPrefix)), cancellationToken);
                changes.Add($"IPv6 prefix {newPrefix}");
            }

            return Report(terminal, parsed, new AccountChangeView(account, string.Join(", ", changes), Password: null));
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
                WriteAccount(terminal, account);

            return ExitCode.Done;
        });
    }

    private static Option<string> CreateAddress() => new("--address")
    {
        Description = "The IPv4 address in the tunnel that this account alone gets, or 'none' for any",
        HelpName = "ADDRESS",
    };

    private static Option<string> CreatePrefix() => new("--prefix6")
    {
        Description = "The IPv6 prefix (/64) in the tunnel that this account alone gets, or 'none' for any",
        HelpName = "PREFIX",
    };

    private static bool IsSame(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static string? AddressOf(string? text) => text is null or NoAddress ? null : text;

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

    private static void WriteAccount(Terminal terminal, AccountView account) => new Properties()
        .Add("name", account.Name)
        .Add("state", DescribeState(account))
        .Add("method", account.Method)
        .Add("address", account.Address ?? "any")
        .Add("IPv6 prefix", account.Ipv6Prefix ?? "any")
        .Add("created", Humane.Time(account.CreatedUtc))
        .WriteTo(terminal.Output);

    private static void WriteAccounts(Terminal terminal, IReadOnlyList<AccountView> accounts)
    {
        var table = new Table("NAME", "STATE", "METHOD", "ADDRESS", "CREATED");
        foreach (var account in accounts)
            table.Add(account.Name, DescribeState(account), account.Method, DescribeAddresses(account), Humane.Time(account.CreatedUtc));

        table.WriteTo(terminal);
    }

    private static string DescribeAddresses(AccountView account) => (account.Address, account.Ipv6Prefix) switch
    {
        (null, null) => "any",
        ({ } address, { } prefix) => $"{address}, {prefix}",
        var (address, prefix) => address ?? prefix!,
    };

    private static string DescribeState(AccountView account) =>
        !account.Enabled ? "disabled"
        : account.LockedUntilUtc is { } until ? $"locked until {Humane.Time(until)}"
        : "enabled";
}
