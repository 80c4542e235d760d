using Adit.Access.Accounts;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Accounts and their settings, as the control API has them.</summary>
internal static class AccountViews
{
    public static AccountView Of(Account account, DateTimeOffset now) => new(
        account.Name.Value,
        account.IsEnabled,
        account.IsLockedAt(now) ? account.LockedUntilUtc : null,
        account.CreatedUtc,
        PasswordForms.MethodOf(account.PasswordKind))
    {
        Address = account.Address?.ToString(),
        Ipv6Prefix = account.Ipv6Prefix?.ToString(),
        Permission = AccountSettings.WordOf(account.Permission),
        Groups = account.Groups.Names,
        Hours = account.Hours?.Text,
        CallerId = account.CallerId?.Text,
        PasswordExpiry = AccountSettings.WordOf(account.PasswordExpiry),
        PasswordSetUtc = account.PasswordSetUtc,
        Routes = [.. account.Routes.Networks.Select(network => network.ToString())],
        ExpiresUtc = account.ExpiresUtc,
        Failures = account.Failures,
        LastEntryUtc = account.LastEntryUtc,
    };

    public static AccountSettings SettingsOf(AccountOrder order) => new()
    {
        Permission = order.Permission,
        Groups = order.Groups,
        Hours = order.Hours,
        CallerId = order.CallerId,
        PasswordExpiry = order.PasswordExpiry,
        Routes = order.Routes,
        Expires = order.Expires,
        Address = order.Address,
        Ipv6Prefix = order.Ipv6Prefix,
    };

    public static AccountSettings SettingsOf(AccountPassword account)
    {
        var settings = SettingsOf(account.Settings ?? new AccountOrder());
        return settings with { Address = account.Address ?? settings.Address, Ipv6Prefix = account.Ipv6Prefix ?? settings.Ipv6Prefix };
    }
}
