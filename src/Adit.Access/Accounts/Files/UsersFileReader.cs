using System.Diagnostics.CodeAnalysis;
using System.Text;
using Adit.Access.Policies;
using Adit.Access.Sealing;

namespace Adit.Access.Accounts.Files;

/// <summary>
/// Makes accounts of a users file. For each name the entries count in their order, those of the name and DEFAULT's, up to the first that
/// does not fall through. Passwords are sealed at once, and nothing of them is kept beside.
/// </summary>
public static class UsersFileReader
{
    private const int MaxDefaults = 64;

    /// <summary>Characters of a file; a longer one is no users file.</summary>
    public const int MaxLength = UsersFileParser.MaxLength;

    /// <summary>The accounts by name, or all that is wrong.</summary>
    /// <param name="text">The file.</param>
    /// <param name="sealer">Seals the passwords.</param>
    /// <param name="filters">What Filter-Id can name.</param>
    /// <param name="now">When the passwords count as set.</param>
    /// <param name="accounts">The accounts; null where there is a fault.</param>
    /// <param name="faults">Every fault, in the order of the file; at most 100.</param>
    public static bool TryRead(
        string text, SecretSealer sealer, NamedFilters filters, DateTimeOffset now,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, Account>? accounts, out IReadOnlyList<UsersFileFault> faults)
    {
        accounts = TryReadWithLines(text, sealer, filters, now, out var read, out faults)
            ? read.ToDictionary(each => each.Account.Name.Value, each => each.Account, StringComparer.Ordinal)
            : null;
        return accounts is not null;
    }

    /// <summary>
    /// The same with the line in which each begins, in their order. Those that are right are there though others are not; none where a line
    /// cannot be read, for nobody knows whom it would have meant.
    /// </summary>
    internal static bool TryReadWithLines(
        string text, SecretSealer sealer, NamedFilters filters, DateTimeOffset now,
        out IReadOnlyList<(int Line, Account Account)> accounts, out IReadOnlyList<UsersFileFault> faults)
    {
        var isWhole = UsersFileParser.TryParse(text, out var entries, out var unreadable);
        var found = new SortedSet<UsersFileFault>(unreadable, UsersFileFault.InOrder);
        var named = Group(entries, found);
        var defaults = entries.Select((entry, place) => (entry, place)).Where(each => each.entry.IsDefault).ToList();
        if (defaults.Count > MaxDefaults)
            found.Add(new UsersFileFault(defaults[MaxDefaults].entry.Line, 1, $"there are more than {MaxDefaults} DEFAULT entries"));

        var read = new List<(int Line, Account Account)>(named.Count);
        var reached = new HashSet<int>();
        foreach (var (name, own) in named.Values.TakeWhile(_ => found.Count < UsersFileParser.MaxFaults))
        {
            var builder = new UsersAccount(name, sealer, filters, now);
            foreach (var (entry, place) in own.Concat(defaults.Take(MaxDefaults)).OrderBy(each => each.Item2))
            {
                builder.Add(entry);
                reached.Add(place);
                if (!entry.FallsThrough)
                    break;
            }

            found.UnionWith(builder.Faults);
            if (isWhole && builder.Faults.Count == 0)
                read.Add((own[0].Entry.Line, builder.Build()));
        }

        foreach (var (entry, place) in entries.Select((entry, place) => (entry, place)).Where(each => !reached.Contains(each.place)))
            if (found.Count < UsersFileParser.MaxFaults && AccountName.TryParse(entry.Name, out var name))
                found.UnionWith(FaultsOf(entry, new UsersAccount(name, sealer, filters, now)));

        (accounts, faults) = (read, [.. found.Take(UsersFileParser.MaxFaults)]);
        return faults.Count == 0;
    }

    /// <summary>Those of an entry that nobody gets to.</summary>
    private static List<UsersFileFault> FaultsOf(UsersEntry entry, UsersAccount scratch)
    {
        scratch.Add(entry);
        return scratch.Faults;
    }

    private static Dictionary<string, (AccountName Name, List<(UsersEntry Entry, int Place)> Entries)> Group(
        IReadOnlyList<UsersEntry> entries, SortedSet<UsersFileFault> faults)
    {
        var named = new Dictionary<string, (AccountName Name, List<(UsersEntry Entry, int Place)> Entries)>(StringComparer.Ordinal);
        for (var place = 0; place < entries.Count && faults.Count < UsersFileParser.MaxFaults; place++)
            if (FaultOf(entries[place], named, place) is { } fault)
                faults.Add(fault);
        return named;
    }

    private static UsersFileFault? FaultOf(
        UsersEntry entry, Dictionary<string, (AccountName Name, List<(UsersEntry Entry, int Place)> Entries)> named, int place)
    {
        if (entry.IsDefault)
            return entry.Checks.Where(item => !item.Is("Auth-Type")).Select(item => (UsersFileFault?)item.Fault("a DEFAULT entry takes no check but Auth-Type := Reject")).FirstOrDefault();
        if (!AccountName.TryParse(entry.Name, out var name))
            return new UsersFileFault(entry.Line, 1, "this is no account's name");

        if (!named.TryGetValue(name.Value, out var entries))
            named[name.Value] = entries = (name, []);
        if (entries.Entries.Count == MaxDefaults)
            return new UsersFileFault(entry.Line, 1, "there are too many entries of this name");

        entries.Entries.Add((entry, place));
        return null;
    }

    /// <summary>The NT hash of 16 bytes in hexadecimal, with or without 0x; null where it is none.</summary>
    internal static byte[]? ParseNtHash(string text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return digits.Length == 32 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    internal static byte[] BytesOf(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Length % 2 == 0
        && text.Skip(2).All(char.IsAsciiHexDigit) && text.Length > 2 ? Convert.FromHexString(text[2..]) : Encoding.UTF8.GetBytes(text);
}
