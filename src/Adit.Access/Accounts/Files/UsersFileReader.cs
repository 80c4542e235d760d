using System.Diagnostics.CodeAnalysis;
using System.Text;
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

    /// <summary>The accounts by name, or what is wrong.</summary>
    /// <param name="text">The file.</param>
    /// <param name="sealer">Seals the passwords.</param>
    /// <param name="now">When the passwords count as set.</param>
    /// <param name="accounts">The accounts; null where there is a fault.</param>
    /// <param name="fault">The first fault.</param>
    public static bool TryRead(
        string text, SecretSealer sealer, DateTimeOffset now,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, Account>? accounts, out UsersFileFault fault)
    {
        accounts = TryReadWithLines(text, sealer, now, out var read, out fault)
            ? read.ToDictionary(each => each.Account.Name.Value, each => each.Account, StringComparer.Ordinal)
            : null;
        return accounts is not null;
    }

    /// <summary>The same with the line in which each begins, in their order.</summary>
    internal static bool TryReadWithLines(
        string text, SecretSealer sealer, DateTimeOffset now,
        [NotNullWhen(true)] out IReadOnlyList<(int Line, Account Account)>? accounts, out UsersFileFault fault)
    {
        accounts = null;
        if (!UsersFileParser.TryParse(text, out var entries, out fault))
            return false;

        var defaults = entries.Select((entry, place) => (entry, place)).Where(each => each.entry.IsDefault).ToList();
        var named = new Dictionary<string, (AccountName Name, List<(UsersEntry Entry, int Place)> Entries)>(StringComparer.Ordinal);
        for (var place = 0; place < entries.Count; place++)
            if (FaultOf(entries[place], named, place) is { } problem)
            {
                fault = problem;
                return false;
            }

        if (defaults.Count > MaxDefaults)
        {
            fault = new UsersFileFault(defaults[MaxDefaults].entry.Line, 1, $"there are more than {MaxDefaults} DEFAULT entries");
            return false;
        }

        var read = new List<(int Line, Account Account)>(named.Count);
        foreach (var (name, own) in named.Values)
        {
            var builder = new UsersAccount(name, sealer, now);
            foreach (var (entry, _) in own.Concat(defaults).OrderBy(each => each.Item2))
            {
                builder.Add(entry);
                if (!entry.FallsThrough)
                    break;
            }

            if (builder.Fault is { } problem)
            {
                fault = problem;
                return false;
            }

            read.Add((own[0].Entry.Line, builder.Build()));
        }

        accounts = read;
        return true;
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
        entries.Entries.Add((entry, place));
        return entries.Entries.Count > MaxDefaults ? new UsersFileFault(entry.Line, 1, "there are too many entries of this name") : null;
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
