namespace Adit.Server.Tests.Control;

/// <summary>A directory of the test's own, short enough for a socket's path.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("adit-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
