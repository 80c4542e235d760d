using System.Collections.Frozen;
using Adit.Protocols;

namespace Adit.Diagnosis;

/// <summary>Every failure by its code, and what Windows' own codes mean. Needs neither server nor network.</summary>
public static class FailureCatalogue
{
    private const string PagePrefix = "failures/";

    private static readonly FrozenDictionary<string, FailureEntry> Entries = EmbeddedText.FindNames(PagePrefix)
        .Select(name => FailurePage.Parse(name[PagePrefix.Length..], EmbeddedText.ReadLines(name)))
        .ToFrozenDictionary(entry => entry.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>All entries, in no order.</summary>
    public static IReadOnlyCollection<FailureEntry> All => Entries.Values;

    /// <summary>The entry of one of our codes, in any case; null where there is none.</summary>
    public static FailureEntry? Find(string code) => Entries.GetValueOrDefault(code.Trim());

    /// <summary>The entry of a failure. A test holds that every failure has one.</summary>
    public static FailureEntry? Find(Failure failure) => Find(failure.Code);

    /// <summary>
    /// What a Windows code means, whoever raised it, wrapped as an HRESULT or not; null where no page has been written.
    /// </summary>
    public static FailureEntry? Find(WindowsCode code) =>
        FindPage(code) ?? ((code.Win32 ?? code.HResult) is { } otherForm ? FindPage(otherForm) : null);

    /// <summary>Our own failures that a Windows client shows as <paramref name="code"/>, by code.</summary>
    public static IReadOnlyList<FailureEntry> FindShownAs(WindowsCode code) =>
        [.. All.Where(entry => entry.Windows == code && IsOurs(entry)).OrderBy(entry => entry.Code, StringComparer.Ordinal)];

    /// <summary>Whether an entry is of a failure of Adit, rather than of a code of Windows.</summary>
    public static bool IsOurs(FailureEntry entry) => entry.Code.Contains('-', StringComparison.Ordinal);

    private static FailureEntry? FindPage(WindowsCode code) => Find(code.Value < 0 ? code.Hex : code.Decimal);
}
