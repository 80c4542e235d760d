using System.Diagnostics;
using System.Runtime.InteropServices;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class CallerTests
{
    private const UnixFileMode OpenToAll = (UnixFileMode)0b111_111_111;

    [Fact]
    public async Task Another_user_is_refused_even_where_the_modes_let_it_in()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession());
        foreach (var path in (string[])["", "run", "run/control.sock"])
            File.SetUnixFileMode(Path.Combine(fixture.StateDirectory, path), OpenToAll);

        var run = await RunAsNobodyAsync("disconnect", "anna", "--state", fixture.StateDirectory);

        Assert.Equal(6, run.ExitCode);
        Assert.Contains("Only root and the server's own user may control it, and you are nobody.", run.Error, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Sessions);
    }

    [Fact]
    public async Task Another_user_cannot_even_open_the_socket()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await RunAsNobodyAsync("status", "--state", fixture.StateDirectory);

        Assert.Equal(6, run.ExitCode);
        Assert.Contains("You may not open", run.Error, StringComparison.Ordinal);
    }

    private static async Task<CliRun> RunAsNobodyAsync(params string[] args)
    {
        var runtime = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet");
        var start = new ProcessStartInfo("/usr/bin/setpriv",
            ["--reuid=nobody", "--regid=nogroup", "--clear-groups", runtime, Path.Combine(AppContext.BaseDirectory, "adit.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, await output, await error);
    }
}
