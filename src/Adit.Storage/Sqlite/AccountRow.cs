using Adit.Access.Accounts;
using Adit.Protocols.Ip;

namespace Adit.Storage.Sqlite;

/// <summary>A row of the table of accounts.</summary>
internal sealed record AccountRow(
    string Name,
    long PasswordKind,
    byte[] SealedPassword,
    long Created,
    long PasswordSet,
    long Enabled,
    long? Expires,
    long Failures,
    long? LockedUntil,
    long? LastEntry,
    long? Address,
    string? Ipv6Prefix,
    long Permission,
    string Groups,
    string? Hours,
    string? CallerId,
    long PasswordExpiry,
    string Routes)
{
    /// <summary>Throws where the row holds what no store has written: it must not come to mean less than it did.</summary>
    public Account ToAccount() => new(
        AccountName.TryParse(Name, out var name) ? name : throw Unreadable(nameof(Name)),
        (PasswordKind)PasswordKind,
        SealedPassword,
        SqliteTime.FromSql(Created))
    {
        IsEnabled = Enabled != 0,
        ExpiresUtc = SqliteTime.FromSql(Expires),
        PasswordSetUtc = SqliteTime.FromSql(PasswordSet),
        Failures = (int)Failures,
        LockedUntilUtc = SqliteTime.FromSql(LockedUntil),
        LastEntryUtc = SqliteTime.FromSql(LastEntry),
        Address = Address is { } address ? new Ipv4Address((uint)address) : null,
        Ipv6Prefix = Protocols.Ip.Ipv6Prefix.TryParse(Ipv6Prefix ?? "", out var prefix) ? prefix : null,
        Permission = (DialInPermission)Permission,
        Groups = GroupNames.TryParse(Groups, out var groups) ? groups : throw Unreadable(nameof(Groups)),
        Hours = Hours is null ? null : WeeklyHours.TryParse(Hours, out var hours) ? hours : throw Unreadable(nameof(Hours)),
        CallerId = CallerId is null ? null : CallerStation.TryParse(CallerId, out var caller) ? caller : throw Unreadable(nameof(CallerId)),
        PasswordExpiry = (PasswordExpiry)PasswordExpiry,
        Routes = StaticRoutes.TryParse(Routes, out var routes) ? routes : throw Unreadable(nameof(Routes)),
    };

    /// <summary>The same, or null.</summary>
    public Account? TryToAccount()
    {
        try
        {
            return ToAccount();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private InvalidDataException Unreadable(string column) => new($"The stored account '{Name}' has no {column} that we can read.");
}
