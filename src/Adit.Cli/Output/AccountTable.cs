using Adit.Server.Control;

namespace Adit.Cli.Output;

/// <summary>Accounts for eyes.</summary>
internal static class AccountTable
{
    /// <summary>One line each; the hours and the like are in the account's own page.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<AccountView> accounts)
    {
        var table = new Table("NAME", "STATE", "METHOD", "GROUPS", "ADDRESS", "CREATED");
        foreach (var account in accounts)
            table.Add(account.Name, DescribeState(account), account.Method, Join(account.Groups) ?? "-", DescribeAddresses(account), Humane.Time(account.CreatedUtc));

        table.WriteTo(terminal);
    }

    /// <summary>Everything about one.</summary>
    public static void WriteOne(Terminal terminal, AccountView account) => new Properties()
        .Add("name", account.Name)
        .Add("state", DescribeState(account))
        .Add("method", account.Method)
        .Add("permission", account.Permission)
        .Add("groups", Join(account.Groups) ?? "none")
        .Add("hours", account.Hours ?? "always")
        .Add("caller id", account.CallerId ?? "any")
        .Add("expires", account.ExpiresUtc is { } expires ? Humane.Time(expires) : "never")
        .Add("password set", account.PasswordSetUtc is { } set ? Humane.Time(set) : null)
        .Add("to be changed", account.PasswordExpiry switch { "now" => "before the next entry", "never" => "never", _ => null })
        .Add("wrong passwords", account.Failures > 0 ? $"{account.Failures}" : null)
        .Add("address", account.Address ?? "any")
        .Add("IPv6 prefix", account.Ipv6Prefix ?? "any")
        .Add("routes", Join(account.Routes))
        .Add("created", Humane.Time(account.CreatedUtc))
        .Add("last entry", account.LastEntryUtc is { } entry ? Humane.Time(entry) : "never")
        .WriteTo(terminal.Output);

    private static string? Join(IReadOnlyList<string> items) => items.Count == 0 ? null : string.Join(", ", items);

    private static string DescribeAddresses(AccountView account) => (account.Address, account.Ipv6Prefix) switch
    {
        (null, null) => "any",
        ({ } address, { } prefix) => $"{address}, {prefix}",
        var (address, prefix) => address ?? prefix!,
    };

    private static string DescribeState(AccountView account) =>
        !account.Enabled ? "disabled"
        : account.LockedUntilUtc is { } until ? $"locked until {Humane.Time(until)}"
        : account.ExpiresUtc is { } end && end <= DateTimeOffset.UtcNow ? "expired"
        : "enabled";
}
