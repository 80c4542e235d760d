using System.Globalization;
using System.Text;

namespace Adit.Access.Accounts.Import;

/// <summary>
/// Accounts as a table of comma-separated values: the first row names the columns, of which only <c>name</c> must be there. An empty field
/// is as if it were not there.
/// </summary>
internal static class AccountSheet
{
    /// <summary>Rows of a sheet.</summary>
    public const int MaxRows = 10_000;

    private delegate AccountRow Setter(AccountRow row, string text);

    private static readonly (string Name, Setter Set, Func<Account, string?>? Get)[] Columns =
    [
        ("name", (row, _) => row, account => account.Name.Value),
        ("password", (row, text) => row with { Password = text }, null),
        ("password_form", SetForm, account => FormOf(account.PasswordKind)),
        ("enabled", SetEnabled, account => account.IsEnabled ? "yes" : "no"),
        ("permission", (row, text) => Set(row, row.Settings with { Permission = text }), account => AccountSettings.WordOf(account.Permission)),
        ("groups", (row, text) => Set(row, row.Settings with { Groups = text }), account => account.Groups.ToString()),
        ("hours", (row, text) => Set(row, row.Settings with { Hours = text }), account => account.Hours?.Text),
        ("caller_id", (row, text) => Set(row, row.Settings with { CallerId = text }), account => account.CallerId?.Text),
        ("password_expiry", (row, text) => Set(row, row.Settings with { PasswordExpiry = text }), account => AccountSettings.WordOf(account.PasswordExpiry)),
        ("routes", (row, text) => Set(row, row.Settings with { Routes = text }), account => account.Routes.ToString()),
        ("expires", (row, text) => Set(row, row.Settings with { Expires = text }), account => account.ExpiresUtc?.ToString("O", CultureInfo.InvariantCulture)),
        ("address", (row, text) => Set(row, row.Settings with { Address = text }), account => account.Address?.ToString()),
        ("ipv6_prefix", (row, text) => Set(row, row.Settings with { Ipv6Prefix = text }), account => account.Ipv6Prefix?.ToString()),
    ];

    private static readonly string Known = string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>The rows, in their order, with what is wrong in them; a first row that is wrong is the only one.</summary>
    public static IReadOnlyList<AccountRow> Read(string text)
    {
        var reader = new CsvReader(text);
        var header = reader.Read() ?? new CsvRow(1, [], "the file is empty");
        if (FaultOf(header) is { } fault)
            return [new AccountRow(header.Line, "") { Problem = fault }];

        var setters = header.Fields.Select(name => FindColumn(name)!.Value.Set).ToArray();
        var place = header.Fields.ToList().FindIndex(name => IsSame(name, "name"));
        var rows = new List<AccountRow>();
        while (reader.Read() is { } row)
        {
            if (row.IsBlank)
                continue;
            if (rows.Count == MaxRows)
                return [new AccountRow(row.Line, "") { Problem = $"the file has more than {MaxRows} accounts" }];

            rows.Add(Read(row, setters, place));
        }

        return rows;
    }

    /// <summary>The accounts without their passwords, as they can be read again.</summary>
    public static string Write(IEnumerable<Account> accounts)
    {
        var shown = Columns.Where(column => column.Get is not null).ToList();
        var text = new StringBuilder();
        text.Append(CsvReader.Write(shown.Select(column => column.Name))).Append("\r\n");
        foreach (var account in accounts)
            text.Append(CsvReader.Write(shown.Select(column => column.Get!(account) ?? ""))).Append("\r\n");
        return text.ToString();
    }

    private static AccountRow Read(CsvRow row, Setter[] setters, int place)
    {
        var read = new AccountRow(row.Line, place < row.Fields.Count ? row.Fields[place].Trim() : "");
        if (row.Problem is not null || row.Fields.Count != setters.Length)
            return read with { Problem = row.Problem ?? $"it has {row.Fields.Count} fields, and the first row names {setters.Length}" };

        for (var column = 0; column < setters.Length && read.Problem is null; column++)
            if (row.Fields[column].Length > 0)
                read = setters[column](read, row.Fields[column]);
        return read;
    }

    private static string? FaultOf(CsvRow header)
    {
        if (header.Problem is { } problem)
            return problem;
        if (header.Fields is [var only] && only.Contains(';', StringComparison.Ordinal))
            return "fields are divided by commas, not by semicolons";
        if (header.Fields.FirstOrDefault(name => FindColumn(name) is null) is { } unknown)
            return $"the first row names a column '{Shorten(unknown)}'; there are {Known}";

        var twice = header.Fields.GroupBy(name => name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is not null ? $"the first row names the column '{twice.Key}' twice"
            : header.Fields.Any(name => IsSame(name, "name")) ? null : "the first row names no column 'name'";
    }

    private static (string Name, Setter Set, Func<Account, string?>? Get)? FindColumn(string name)
    {
        foreach (var column in Columns)
            if (IsSame(name, column.Name))
                return column;
        return null;
    }

    private static bool IsSame(string name, string column) => name.AsSpan().Trim().Equals(column, StringComparison.OrdinalIgnoreCase);

    /// <summary>A file without a first row of names may have a password there.</summary>
    private static string Shorten(string name) => name.Length <= 20 && name.All(character => char.IsAsciiLetter(character) || character is '_' or ' ') ? name : "?";

    private static AccountRow Set(AccountRow row, AccountSettings settings) => row with { Settings = settings };

    private static AccountRow SetForm(AccountRow row, string text) => text.Trim().ToLowerInvariant() switch
    {
        "nt" => row with { Form = PasswordKind.NtHash },
        "slow" => row with { Form = PasswordKind.SlowHash },
        "reversible" => row with { Form = PasswordKind.Reversible },
        _ => row with { Problem = "password_form is nt, slow or reversible" },
    };

    private static string FormOf(PasswordKind kind) => kind switch
    {
        PasswordKind.SlowHash => "slow",
        PasswordKind.Reversible => "reversible",
        _ => "nt",
    };

    private static AccountRow SetEnabled(AccountRow row, string text) => text.Trim().ToLowerInvariant() switch
    {
        "yes" or "true" or "1" => row with { IsEnabled = true },
        "no" or "false" or "0" => row with { IsEnabled = false },
        _ => row with { Problem = "enabled is yes or no" },
    };
}
