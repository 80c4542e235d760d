using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary><c>adit demo</c>: every step holds, and nothing is left, whatever happens to it.</summary>
public sealed class DemoTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private BackgroundProcess _demo = null!;

    public ValueTask InitializeAsync()
    {
        _demo = BackgroundProcess.Start([Repository.Adit, "demo", "--json"]);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        output.WriteLine(_demo.Output);
        await _demo.DisposeAsync();
    }

    [Fact]
    public async Task Every_step_holds_and_nothing_is_left()
    {
        var exitCode = await _demo.WaitForExitAsync(Limit);

        Assert.Equal(0, exitCode);
        Assert.All(Steps(), step => Assert.True(step.GetProperty("succeeded").GetBoolean()));
        Assert.Subset(Steps().Select(NameOf).ToHashSet(), new HashSet<string?> { "connect", "routes", "page", "ipv6", "page6", "fetch", "send", "rotate", "expire", "guest", "filter", "refused", "why", "session", "reason", "cleanup" });
        await NothingIsLeftAsync();
    }

    [Theory]
    [InlineData("TERM", "networks")]
    [InlineData("TERM", "connect")]
    [InlineData("HUP", "page")]
    public async Task Interrupted_it_leaves_nothing_either(string signal, string afterStep)
    {
        await Eventually.BecomesTrueAsync($"the step {afterStep}", Limit, () => Task.FromResult(
            _demo.HasExited || _demo.Output.Contains($"\"step\":\"{afterStep}\"", StringComparison.Ordinal)));

        await Command.RunAsync("kill", $"-{signal}", $"{_demo.Id}");

        Assert.Equal(1, await _demo.WaitForExitAsync(Limit));
        await NothingIsLeftAsync();
    }

    private JsonElement[] Steps() => [.. _demo.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement.Clone())];

    private static string? NameOf(JsonElement step) => step.GetProperty("step").GetString();

    private async Task NothingIsLeftAsync()
    {
        var mine = $"adit-demo-{_demo.Id}-";
        Assert.DoesNotContain(mine, (await Command.RunAsync("ip", "netns", "list")).Expect(), StringComparison.Ordinal);
        Assert.DoesNotContain(mine, (await Command.RunAsync("ps", "-eo", "args")).Expect(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), mine + "*"));
    }
}
