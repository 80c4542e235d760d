namespace Adit.Diagnosis;

/// <summary>Text that this assembly carries.</summary>
internal static class EmbeddedText
{
    /// <summary>The names of all resources that begin with <paramref name="prefix"/>.</summary>
    public static IEnumerable<string> FindNames(string prefix) => typeof(EmbeddedText).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The lines of the resource <paramref name="name"/>, which is known to be there.</summary>
    public static string[] ReadLines(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' was not built into this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
