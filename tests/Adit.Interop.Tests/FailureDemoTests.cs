using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary><c>adit demo --failures</c>: each failure comes out as the one that it is.</summary>
public sealed class FailureDemoTests(ITestOutputHelper output)
{
    private const int Around = 3; // networks, server, cleanup
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Twenty_failures_and_one_are_named_for_what_they_are()
    {
        await using var demo = BackgroundProcess.Start([Repository.Adit, "demo", "--failures", "--json"]);

        var exitCode = await demo.WaitForExitAsync(Limit);

        output.WriteLine(demo.Output);
        Assert.Equal(0, exitCode);
        var steps = demo.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone()).ToList();
        Assert.All(steps, step => Assert.True(step.GetProperty("succeeded").GetBoolean(), step.ToString()));
        Assert.Equal(21 + Around, steps.Count);
    }
}
