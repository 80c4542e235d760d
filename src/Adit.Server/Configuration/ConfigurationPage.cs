namespace Adit.Server.Configuration;

/// <summary>docs/configuration.md, which is part of this assembly: the one place that says what each key means.</summary>
internal static class ConfigurationPage
{
    private const string Resource = "configuration.md";
    private const int MeaningColumn = 4;

    /// <summary>What each key means, by its path.</summary>
    public static IReadOnlyDictionary<string, string> Meanings() => Rows()
        .Select(row => row.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length > MeaningColumn)
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[MeaningColumn].Replace("`", "", StringComparison.Ordinal), StringComparer.Ordinal);

    private static List<string> Rows()
    {
        using var page = new StreamReader(typeof(ConfigurationPage).Assembly.GetManifestResourceStream(Resource)!);
        return [.. page.ReadToEnd().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
    }
}
