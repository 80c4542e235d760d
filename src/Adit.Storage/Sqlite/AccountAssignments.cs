using Adit.Access.Accounts;
using Dapper;

namespace Adit.Storage.Sqlite;

/// <summary>A change to an account as SQL.</summary>
internal static class AccountAssignments
{
    /// <summary>What stands behind SET, and its parameters.</summary>
    public static (string Assignments, DynamicParameters Values) Of(AccountUpdate update)
    {
        IReadOnlyList<AccountUpdate> updates = update is AccountUpdate.Several several ? several.Updates : [update];
        var parts = updates.Select(OfOne).ToList();
        var values = new DynamicParameters();
        foreach (var part in parts)
            values.AddDynamicParams(part.Values);
        return (string.Join(", ", parts.Select(part => part.Assignments)), values);
    }

    private static (string Assignments, object? Values) OfOne(AccountUpdate update) => update switch
    {
        AccountUpdate.Password password => (
            """
            password_kind = @kind, sealed_password = @password, password_set = @set, failures = 0, locked_until = NULL,
                password_expiry = iif(password_expiry = 2, 0, password_expiry)
            """,
            new { kind = (long)password.Kind, password = password.Sealed.ToArray(), set = SqliteTime.ToSql(password.SetUtc) }),
        AccountUpdate.Enabled enabled => ("enabled = @enabled", new { enabled = enabled.IsEnabled }),
        AccountUpdate.Expiry expiry => ("expires = @expires", new { expires = SqliteTime.ToSql(expiry.ExpiresUtc) }),
        AccountUpdate.StaticAddress fixedOne => ("address = @address", new { address = (long?)fixedOne.Address?.Value }),
        AccountUpdate.StaticPrefix fixedOne => ("ipv6_prefix = @prefix", new { prefix = fixedOne.Prefix?.ToString() }),
        AccountUpdate.Permission permission => ("permission = @permission", new { permission = (long)permission.Value }),
        AccountUpdate.Groups groups => ("member_of = @groups", new { groups = groups.Names.ToString() }),
        AccountUpdate.Hours hours => ("hours = @hours", new { hours = hours.Value?.Text }),
        AccountUpdate.CallerId caller => ("caller_id = @callerId", new { callerId = caller.Station?.Text }),
        AccountUpdate.PasswordExpires expires => ("password_expiry = @passwordExpiry", new { passwordExpiry = (long)expires.Value }),
        AccountUpdate.Routes routes => ("routes = @routes", new { routes = routes.Networks.ToString() }),
        AccountUpdate.Unlock => ("failures = 0, locked_until = NULL", null),
        _ => throw new ArgumentOutOfRangeException(nameof(update)),
    };
}
