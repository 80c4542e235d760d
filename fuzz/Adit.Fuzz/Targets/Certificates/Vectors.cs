namespace Adit.Fuzz.Targets.Certificates;

/// <summary>What openssl wrote for the tests of revocation: an authority, what it issued, lists and answers.</summary>
internal static class Vectors
{
    private static readonly string _folder = Path.Combine(
        Path.GetDirectoryName(Path.GetDirectoryName(Corpus.DefaultRoot))!, "tests", "Adit.Certificates.Tests", "Revocation", "Vectors");

    public static DateTimeOffset Now { get; } = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_folder, name));
}
