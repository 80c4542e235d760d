namespace Adit.Access.Accounts;

/// <summary>What changes make of an account.</summary>
public static class AccountUpdates
{
    /// <summary>The account with this change.</summary>
    public static Account With(this Account account, AccountUpdate update) => update switch
    {
        AccountUpdate.Password password => Forgive(account) with
        {
            PasswordKind = password.Kind,
            SealedPassword = password.Sealed,
            PasswordSetUtc = password.SetUtc,
            PasswordExpiry = account.PasswordExpiry is PasswordExpiry.Now ? PasswordExpiry.ByAge : account.PasswordExpiry,
        },
        AccountUpdate.Enabled enabled => account with { IsEnabled = enabled.IsEnabled },
        AccountUpdate.Expiry expiry => account with { ExpiresUtc = expiry.ExpiresUtc },
        AccountUpdate.StaticAddress fixedOne => account with { Address = fixedOne.Address },
        AccountUpdate.StaticPrefix fixedOne => account with { Ipv6Prefix = fixedOne.Prefix },
        AccountUpdate.Permission permission => account with { Permission = permission.Value },
        AccountUpdate.Groups groups => account with { Groups = groups.Names },
        AccountUpdate.Hours hours => account with { Hours = hours.Value },
        AccountUpdate.CallerId caller => account with { CallerId = caller.Station },
        AccountUpdate.PasswordExpires expires => account with { PasswordExpiry = expires.Value },
        AccountUpdate.Routes routes => account with { Routes = routes.Networks },
        AccountUpdate.Unlock => Forgive(account),
        AccountUpdate.Several several => several.Updates.Aggregate(account, With),
        _ => throw new ArgumentOutOfRangeException(nameof(update)),
    };

    /// <summary>The account after an entry, which forgives wrong passwords.</summary>
    public static Account Enter(this Account account, DateTimeOffset now) => Forgive(account) with { LastEntryUtc = now };

    /// <summary>The account after a wrong password; one that is locked already is left alone.</summary>
    public static Account Fail(this Account account, LockoutRule rule, DateTimeOffset now) =>
        account.IsLockedAt(now) ? account
        : rule.MaxFailures > 0 && account.Failures + 1 >= rule.MaxFailures ? account with { Failures = 0, LockedUntilUtc = now + rule.Duration }
        : account with { Failures = account.Failures + 1 };

    private static Account Forgive(Account account) => account with { Failures = 0, LockedUntilUtc = null };
}
