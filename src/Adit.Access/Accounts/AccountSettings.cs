using System.Globalization;

namespace Adit.Access.Accounts;

/// <summary>Settings of an account as an administrator writes them. What is null stays as it is; <c>none</c> takes a setting away.</summary>
public sealed record AccountSettings
{
    /// <summary>What takes a setting away.</summary>
    public const string None = "none";

    private static readonly Dictionary<string, DialInPermission> Permissions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["policy"] = DialInPermission.ByPolicy, ["allow"] = DialInPermission.Allow, ["deny"] = DialInPermission.Deny,
    };

    private static readonly Dictionary<string, PasswordExpiry> Expiries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["age"] = Accounts.PasswordExpiry.ByAge, ["never"] = Accounts.PasswordExpiry.Never, ["now"] = Accounts.PasswordExpiry.Now,
    };

    /// <summary><c>policy</c>, <c>allow</c> or <c>deny</c>.</summary>
    public string? Permission { get; init; }

    /// <summary>Names with commas between them, in place of those there are; or each behind <c>+</c> or <c>-</c>, to join or leave.</summary>
    public string? Groups { get; init; }

    /// <summary>As <see cref="WeeklyHours.TryParse"/> reads them.</summary>
    public string? Hours { get; init; }

    /// <summary>As <see cref="CallerStation.TryParse"/> reads it.</summary>
    public string? CallerId { get; init; }

    /// <summary><c>age</c>, <c>never</c> or <c>now</c>.</summary>
    public string? PasswordExpiry { get; init; }

    /// <summary>Prefixes with commas between them.</summary>
    public string? Routes { get; init; }

    /// <summary>The last day, <c>2026-12-31</c>, or a time of ISO 8601 with its zone.</summary>
    public string? Expires { get; init; }

    /// <summary>An IPv4 address.</summary>
    public string? Address { get; init; }

    /// <summary>An IPv6 prefix.</summary>
    public string? Ipv6Prefix { get; init; }

    /// <summary>The word of a permission.</summary>
    public static string WordOf(DialInPermission permission) => Permissions.First(word => word.Value == permission).Key;

    /// <summary>The word of when a password is to be changed.</summary>
    public static string WordOf(PasswordExpiry expiry) => Expiries.First(word => word.Value == expiry).Key;

    /// <summary>What is set, for the audit.</summary>
    public override string ToString() => string.Join("; ", List().Where(setting => setting.Text is not null).Select(setting => $"{setting.Name} {setting.Text}"));

    /// <summary>The changes that they are to this account; null with the failure of the first setting that cannot be read.</summary>
    internal IReadOnlyList<AccountUpdate>? Read(Account account, TimeZoneInfo local, out AccountFailure? failure)
    {
        var updates = new List<AccountUpdate>();
        failure = Read(Permission, new AccountFailure.WordInvalid("permission", string.Join(", ", Permissions.Keys)),
                text => Permissions.TryGetValue(text, out var word) ? new AccountUpdate.Permission(word) : null, updates)
            ?? Read(PasswordExpiry, new AccountFailure.WordInvalid("password expiry", string.Join(", ", Expiries.Keys)),
                text => Expiries.TryGetValue(text, out var word) ? new AccountUpdate.PasswordExpires(word) : null, updates)
            ?? Read(Groups, new AccountFailure.GroupsInvalid(),
                text => ReadGroups(Given(text), account.Groups) is { } groups ? new AccountUpdate.Groups(groups) : null, updates)
            ?? Read(Hours, new AccountFailure.HoursInvalid(), text => Given(text) is not { } given ? new AccountUpdate.Hours(null)
                : WeeklyHours.TryParse(given, out var hours) ? new AccountUpdate.Hours(hours) : null, updates)
            ?? Read(CallerId, new AccountFailure.CallerIdInvalid(), text => Given(text) is not { } given ? new AccountUpdate.CallerId(null)
                : CallerStation.TryParse(given, out var station) ? new AccountUpdate.CallerId(station) : null, updates)
            ?? Read(Routes, new AccountFailure.RoutesInvalid(),
                text => StaticRoutes.TryParse(Given(text), out var routes) ? new AccountUpdate.Routes(routes) : null, updates)
            ?? Read(Expires, new AccountFailure.ExpiryInvalid(), text => Given(text) is not { } given ? new AccountUpdate.Expiry(null)
                : ReadEnd(given, local) is { } end ? new AccountUpdate.Expiry(end) : null, updates)
            ?? Read(Address, new AccountFailure.AddressInvalid(),
                text => StaticAddress.TryParse(Given(text), out var address) ? new AccountUpdate.StaticAddress(address) : null, updates)
            ?? Read(Ipv6Prefix, new AccountFailure.PrefixInvalid(),
                text => StaticPrefix.TryParse(Given(text), out var prefix) ? new AccountUpdate.StaticPrefix(prefix) : null, updates);
        return failure is null ? updates : null;
    }

    private static AccountFailure? Read(string? text, AccountFailure failure, Func<string, AccountUpdate?> read, List<AccountUpdate> updates)
    {
        if (text is null)
            return null;
        if (read(text.Trim()) is not { } update)
            return failure;

        updates.Add(update);
        return null;
    }

    private static string? Given(string text) => text.Length == 0 || text.Equals(None, StringComparison.OrdinalIgnoreCase) ? null : text;

    private static GroupNames? ReadGroups(string? text, GroupNames present)
    {
        if (text is not (['+', ..] or ['-', ..]))
            return GroupNames.TryParse(text, out var groups) ? groups : null;

        var names = present.Names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var change in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (change is not ['+' or '-', .. var name] || !GroupNames.IsName(name))
                return null;
            _ = change[0] == '+' ? names.Add(name) : names.Remove(name);
        }

        return GroupNames.TryParse(string.Join(',', names), out var changed) ? changed : null;
    }

    private static DateTimeOffset? ReadEnd(string text, TimeZoneInfo local)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(midnight, local.GetUtcOffset(midnight)).ToUniversalTime();
        }

        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "O"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    private (string Name, string? Text)[] List() =>
    [
        ("permission", Permission), ("groups", Groups), ("hours", Hours), ("caller id", CallerId), ("password expiry", PasswordExpiry),
        ("routes", Routes), ("expires", Expires), ("address", Address), ("IPv6 prefix", Ipv6Prefix),
    ];
}
