using System.Text.Json;
using Adit.Server.Control;

namespace Adit.Cli.Tests;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("adit-config-").FullName;

    private string FilePath => Path.Combine(_folder, "adit.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sound_file_has_no_fault()
    {
        var run = await CheckAsync("listen: '127.0.0.1:8443'\npool: 10.253.83.0/24\n");

        Assert.Equal(new CliRun(0, $"{FilePath}: no fault\n", ""), run);
    }

    [Fact]
    public async Task Every_fault_is_told_with_file_line_and_column_and_what_to_do()
    {
        var run = await CheckAsync("mtu: 9000\nfrobnicate: 1\n");

        Assert.Equal(new CliRun(1, $"""
            {FilePath}:1:6: 'mtu' takes a number from 576 to 4000
              Next: Write what is expected, or take the key out to have its default.
            {FilePath}:2:1: unknown key 'frobnicate'
              Next: Correct the name, or take the line out; 'adit config schema' lists every key.

            """, ""), run);
    }

    [Fact]
    public async Task What_is_wrong_on_this_machine_alone_is_a_fault_with_its_place()
    {
        var run = await CheckAsync("mtu: 1400\nlisten: 192.0.2.99:443\n");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{FilePath}:2:9: 192.0.2.99:443 is no address of this machine\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_as_JSON_have_their_place_and_next_step()
    {
        var run = await CheckAsync("mtu: 9000\n", "-o", "json");

        var fault = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("faults").EnumerateArray());
        Assert.Equal((1, 1L, 6L), (run.ExitCode, fault.GetProperty("line").GetInt64(), fault.GetProperty("column").GetInt64()));
        Assert.Equal("'mtu' takes a number from 576 to 4000", fault.GetProperty("problem").GetString());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await CliFixture.RunAsync(["config", "check", "/nowhere/adit.yaml"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("/nowhere/adit.yaml", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_in_the_state_directory_is_checked_where_none_is_named()
    {
        await File.WriteAllTextAsync(FilePath, "mtu: 1\n");

        var run = await CliFixture.RunAsync(["config", "check", "--state", _folder]);

        Assert.StartsWith($"{FilePath}:1:6: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_shown_with_its_defaults_as_a_file_that_reads_back()
    {
        await File.WriteAllTextAsync(FilePath, "mtu: 1300\ndns: 10.0.0.53\n");

        var shown = await CliFixture.RunAsync(["config", "show", FilePath]);
        await File.WriteAllTextAsync(FilePath, shown.Output);
        var again = await CliFixture.RunAsync(["config", "show", FilePath]);

        Assert.Equal(shown, again);
        Assert.Contains("mtu: 1300\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("  - 10.0.0.53\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("  maxFailures: 5\n", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_running_server_s_configuration_is_shown_where_no_file_is_named()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("config", "show", "-o", "json");

        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((0, 1400), (run.ExitCode, root.GetProperty("mtu").GetInt32()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("access").GetProperty("idleTimeout").ValueKind);
    }

    [Fact]
    public async Task The_schema_is_printed_for_editors()
    {
        var run = await CliFixture.RunAsync(["config", "schema"]);

        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", root.GetProperty("$schema").GetString());
        Assert.Equal("integer", root.GetProperty("properties").GetProperty("mtu").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_reload_tells_each_change_and_when_it_is_in_force()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Configuration.Changes.AddRange(
        [
            new ChangeView("limits.sessions", "10", "1", AtNextStart: false),
            new ChangeView("mtu", "1400", "1300", AtNextStart: true),
        ]);

        var run = await fixture.AskAsync("reload");

        Assert.Equal(new CliRun(0, """
            KEY              OLD   NEW   IN FORCE
            limits.sessions  10    1     now
            mtu              1400  1300  at the next start

            """, ""), run);
        Assert.Equal("root", Assert.Single(fixture.Server.Configuration.Actors).Name);
    }

    [Fact]
    public async Task A_reload_without_a_change_says_so()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(new CliRun(0, "Nothing has changed in /etc/adit/adit.yaml\n", ""), await fixture.AskAsync("reload"));
    }

    [Fact]
    public async Task A_refused_reload_says_why_and_what_to_do()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Configuration.Refusal = new ProblemView("configuration-refused", "adit.yaml: line 1, column 6: no", "Correct the file.");

        var run = await fixture.AskAsync("reload");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("Cause: adit.yaml: line 1, column 6: no", run.Error, StringComparison.Ordinal);
        Assert.Contains("Next:  Correct the file.", run.Error, StringComparison.Ordinal);
    }

    private async Task<CliRun> CheckAsync(string text, params string[] options)
    {
        await File.WriteAllTextAsync(FilePath, text);
        return await CliFixture.RunAsync(["config", "check", FilePath, .. options]);
    }
}
