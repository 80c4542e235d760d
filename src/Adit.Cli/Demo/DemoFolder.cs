namespace Adit.Cli.Demo;

/// <summary>The server's state and its <c>adit.yaml</c> for the time of the demonstration, which only their owner can read.</summary>
internal sealed class DemoFolder : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory($"adit-demo-{Environment.ProcessId}-").FullName;

    /// <summary>Has the server tell its clients of these networks, and treat them by these policies.</summary>
    public Task WriteConfigurationAsync(IEnumerable<string> routes, string policies) => File.WriteAllTextAsync(
        System.IO.Path.Combine(Path, "adit.yaml"), $"routes: [ {string.Join(", ", routes.Select(route => $"'{route}'"))} ]\n{policies}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path, recursive: true);
        return ValueTask.CompletedTask;
    }
}
