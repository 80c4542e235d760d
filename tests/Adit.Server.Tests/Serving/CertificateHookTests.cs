using Adit.Server.Configuration;
using Adit.Server.Serving;
using Adit.Server.Tests.Control;
using Adit.Server.Tests.Hosting;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Serving;

public sealed class CertificateHookTests : IDisposable
{
    private static readonly CertificateNews News = new(
        "refused", "/etc/vpn.pem", ["vpn.example.com", "10.0.0.1"], "AB", new DateTimeOffset(2026, 12, 1, 17, 25, 7, TimeSpan.Zero), 9, "PKI-108");

    private readonly TemporaryDirectory _files = new();
    private readonly RecordingLogger _logger = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_program_is_told_in_its_environment_which_holds_nothing_else()
    {
        var told = PathOf("told");
        await using var hook = Hook(["/usr/bin/env", "sh", "-c", $"env | grep -v '^PWD=\\|^_=\\|^SHLVL=\\|^OLDPWD=' > {told}.new; mv {told}.new {told}"]);

        hook.Tell(News);

        await Eventually.BecomesTrueAsync("the program has run", () => File.Exists(told));
        Assert.Equal(
            ["ADIT_DAYS_LEFT=9", "ADIT_EVENT=refused", "ADIT_FAILURE=PKI-108", "ADIT_NAMES=vpn.example.com,10.0.0.1", "ADIT_NOT_AFTER=2026-12-01T17:25:07Z",
                "ADIT_SHA256=AB", "ADIT_SOURCE=/etc/vpn.pem", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
            (await File.ReadAllLinesAsync(told)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Its_words_are_no_shells()
    {
        await using var hook = Hook(["/usr/bin/touch", PathOf("a; touch b"), PathOf("$(id)")]);

        hook.Tell(News);

        await Eventually.BecomesTrueAsync("the program has run", () => File.Exists(PathOf("$(id)")));
        Assert.Equal(["$(id)", "a; touch b"], Directory.GetFiles(_files.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_does_not_end_is_killed_with_all_that_it_started_and_the_next_is_told()
    {
        var hook = Hook(["/bin/sh", "-c", $"echo $$ >> {PathOf("pids")}; sleep 600 & wait"], TimeSpan.FromSeconds(3));
        await using var owned = hook;

        hook.Tell(News);
        hook.Tell(News);

        await Eventually.BecomesTrueAsync("both were killed", () => Lines("was killed") == 2);
        var killed = await File.ReadAllLinesAsync(PathOf("pids"));
        Assert.Equal(2, killed.Length);
        await Eventually.BecomesTrueAsync("they are gone", () => !Array.Exists(killed, pid => Directory.Exists($"/proc/{pid}")));
    }

    [Theory]
    [InlineData("exit code 7: no mail", "/bin/sh", "-c", "echo no mail; exit 7")]
    [InlineData("no-such-program", "/no-such-program")]
    public async Task A_failure_is_logged_with_what_it_said(string words, params string[] run)
    {
        await using var hook = Hook(run);

        hook.Tell(News);

        await Eventually.BecomesTrueAsync("the failure is logged", () => Lines(words) == 1);
    }

    [Fact]
    public async Task A_flood_of_words_is_bounded()
    {
        await using var hook = Hook(["/bin/sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x; exit 1"]);

        hook.Tell(News);

        await Eventually.BecomesTrueAsync("the failure is logged", () => Lines("exit code 1") == 1);
        Assert.True(_logger.Lines[0].Message.Length < 3000);
    }

    private CertificateHook Hook(string[] run, TimeSpan? limit = null) =>
        new(() => new CertificateHookSettings { Run = run, TimeLimit = limit ?? TimeSpan.FromSeconds(60) }, _logger);

    private int Lines(string words)
    {
        lock (_logger.Lines)
            return _logger.Lines.Count(line => line.Message.Contains(words, StringComparison.Ordinal));
    }

    private string PathOf(string file) => Path.Combine(_files.Path, file);
}
