namespace Adit.Diagnosis.Probes;

/// <summary>
/// Products that end TLS on the way and show certificates of their own, by the words that stand in their issuer's name:
/// <c>interceptors.txt</c>, a line each.
/// </summary>
public static class KnownInterceptors
{
    private static readonly string[] Words = EmbeddedText.ReadLines("interceptors.txt");

    /// <summary>The words of the product in an issuer's name; null where it is none of them.</summary>
    public static string? Find(string issuer) => Array.Find(Words, words => issuer.Contains(words, StringComparison.OrdinalIgnoreCase));
}
