using System.Collections.Frozen;
using System.Globalization;

namespace Adit.Diagnosis;

/// <summary>The table of a Windows policy server's reasons.</summary>
public static class NpsReasons
{
    private static readonly FrozenDictionary<int, NpsReason> Table = EmbeddedText.ReadLines("nps-reasons.tsv")
        .Select(row => row.Split('\t'))
        .Select(cells => new NpsReason(
            int.Parse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture), cells[1], cells[2], cells[3] is "-" ? null : cells[3]))
        .ToFrozenDictionary(reason => reason.Number);

    /// <summary>Every reason in the table, in no order.</summary>
    public static IReadOnlyCollection<NpsReason> All => Table.Values;

    /// <summary>The reason of this number; null where the table has none.</summary>
    public static NpsReason? Find(int number) => Table.GetValueOrDefault(number);

    /// <summary>Reads a number, or a name as the table has it.</summary>
    public static NpsReason? Find(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? Find(number)
        : Table.Values.FirstOrDefault(reason => string.Equals(reason.Name, text.Trim(), StringComparison.OrdinalIgnoreCase));
}
