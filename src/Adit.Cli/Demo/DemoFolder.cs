namespace Adit.Cli.Demo;

/// <summary>The server's state for the time of the demonstration, which only its owner can read.</summary>
internal sealed class DemoFolder : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory($"adit-demo-{Environment.ProcessId}-").FullName;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path, recursive: true);
        return ValueTask.CompletedTask;
    }
}
