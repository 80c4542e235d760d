using Adit.Access.Accounts;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>What an account's own properties say about one who has proved to be its user, in the order of a Windows policy server.</summary>
internal static class AccountRules
{
    /// <summary>Whether the account can be used now: its state, its hours, and its password's age, which alone the user can mend.</summary>
    public static AccessReason JudgeState(Account account, TimeSpan? maxAge, DateTimeOffset now, TimeZoneInfo local) => account switch
    {
        { IsEnabled: false } => AccessReason.AccountDisabled,
        _ when account.IsExpiredAt(now) => AccessReason.AccountExpired,
        { Hours: { } hours } when !hours.Contain(now, local) => AccessReason.LogonHours,
        _ when account.IsPasswordExpiredAt(now, maxAge) => AccessReason.PasswordExpired,
        _ => AccessReason.None,
    };

    /// <summary>
    /// How long a session may last that begins now: until the account's hours or the account itself are over, in whole seconds and at
    /// least one, and never longer than <paramref name="limit"/>. Null for no limit.
    /// </summary>
    public static TimeSpan? LimitSession(Account account, TimeSpan? limit, DateTimeOffset now, TimeZoneInfo local)
    {
        if (account.SessionTimeout is { } own && !(limit < own))
            limit = own;
        foreach (var end in (DateTimeOffset?[])[account.Hours?.EndAfter(now, local), account.ExpiresUtc])
            if (end - now is { } left && !(limit < left))
                limit = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(left.TotalSeconds)));
        return limit;
    }
}
