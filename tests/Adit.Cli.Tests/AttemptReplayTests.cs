using System.Diagnostics;
using System.Text.Json;
using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

/// <summary>An exported attempt is replayed without a server, whoever wrote it.</summary>
public sealed class AttemptReplayTests : IDisposable
{
    private static readonly string[] _recording =
    [
        "adit-recording 1",
        "options {}",
        "random 01020304",
        "in 0 open",
        "event stage Connecting",
        "in 10000 lost",
        "event stage Closed",
        "event closed SSTP-105",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recording_that_is_replayed_to_its_end_is_well()
    {
        var (exitCode, output) = await ReplayAsync(FakeServerControl.CreateAttempt(failureCode: "SSTP-105") with { Recording = _recording });

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Contains("replayed to the same end", output, StringComparison.Ordinal);
        Assert.Contains("SSTP-105", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_differs_is_a_finding_with_its_line()
    {
        var (exitCode, output) = await ReplayAsync(
            FakeServerControl.CreateAttempt() with { Recording = [.. _recording[..^1], "event closed PPP-301"] });

        Assert.Equal(ExitCode.Findings, exitCode);
        Assert.Contains("line 8", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_another_failure_than_its_recording_has_is_a_finding()
    {
        Assert.Equal(ExitCode.Findings, (await ReplayAsync(FakeServerControl.CreateAttempt(failureCode: "PPP-301") with { Recording = _recording })).ExitCode);
    }

    [Fact]
    public async Task An_attempt_without_a_recording_says_how_to_get_one()
    {
        Assert.Equal(ExitCode.NotFound, (await ReplayAsync(FakeServerControl.CreateAttempt())).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"recording\":[\"\\u001b[2J\"]}")]
    [InlineData("{\"recording\":[\"adit-recording 1\",\"options {}\"]}")] // of no attempt
    public async Task Any_other_file_is_refused(string contents)
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, contents);

        Assert.Equal(ExitCode.Failed, (await CliFixture.RunAsync(["attempt", "replay", file])).ExitCode);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("pipe")]
    [InlineData("link")]
    public async Task What_is_no_regular_file_is_refused_and_never_waited_for(string path)
    {
        var file = Path.Combine(_folder, path); // an absolute path stays as it is
        if (path is "pipe")
            await MakePipeAsync(file);
        else if (path is "link")
            File.CreateSymbolicLink(file, "/dev/zero");

        var run = await CliFixture.RunAsync(["attempt", "replay", file]);

        Assert.Equal(ExitCode.NotFound, run.ExitCode);
        Assert.Contains("no regular file", run.Error, StringComparison.Ordinal);
        Assert.Contains("adit attempt export", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Nobody ever writes into it.</summary>
    private static async Task MakePipeAsync(string file)
    {
        using var made = Process.Start("mkfifo", [file]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(int ExitCode, string Output)> ReplayAsync(AttemptView attempt)
    {
        var file = Path.Combine(_folder, "attempt.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(attempt, ControlJson.Default.AttemptView));
        var answer = await CliFixture.RunAsync(["attempt", "replay", file]);
        return (answer.ExitCode, answer.Output);
    }
}
