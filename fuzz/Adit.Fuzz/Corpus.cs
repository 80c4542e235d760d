using System.Security.Cryptography;

namespace Adit.Fuzz;

/// <summary>The inputs of one target that are kept: awkward ones written by hand, and every one that ever broke a law.</summary>
internal sealed class Corpus(string root, string target)
{
    private readonly string _folder = Path.Combine(root, target);

    /// <summary>The corpora of this repository, found from where the program lies.</summary>
    public static string DefaultRoot { get; } = Path.Combine(FindRepository(), "fuzz", "corpora");

    public IEnumerable<string> Files =>
        Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal) : [];

    /// <summary>Keeps an input under the name of its hash; says where.</summary>
    public string Save(byte[] input)
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, $"crash-{Convert.ToHexStringLower(SHA256.HashData(input))[..16]}.bin");
        File.WriteAllBytes(file, input);
        return file;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Adit.slnx")))
                return folder.FullName;
        }

        return Environment.CurrentDirectory;
    }
}
