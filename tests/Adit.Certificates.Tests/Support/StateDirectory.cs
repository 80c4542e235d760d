namespace Adit.Certificates.Tests.Support;

/// <summary>A state directory of one test's own, gone with it.</summary>
internal sealed class StateDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("adit-certificates-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public UnixFileMode ModeOf(string name) => System.IO.File.GetUnixFileMode(File(name));

    /// <summary>Every file with its contents, to see that nothing changed.</summary>
    public IReadOnlyDictionary<string, string> Snapshot() =>
        Directory.EnumerateFiles(Path).ToDictionary(file => file, System.IO.File.ReadAllText, StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
