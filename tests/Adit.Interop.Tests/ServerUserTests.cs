using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Who <c>adit up</c> is, once root has started it, read from /proc; and who may control it.</summary>
public sealed class ServerUserTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string TwoCapabilities = "0000000000001400"; // CAP_NET_BIND_SERVICE is bit 10, CAP_NET_ADMIN bit 12
    private const int Nobody = 65534;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-user-").FullName;
    private readonly List<BackgroundProcess> _servers = [];
    private NetworkNamespace _network = null!;

    private string State => Path.Combine(_folder, "state");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _network = await NetworkNamespace.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            output.WriteLine(server.Output);
            await server.DisposeAsync();
        }

        await _network.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Started_by_root_it_is_a_user_of_its_own_with_two_capabilities_and_no_way_to_more()
    {
        var server = await StartAsync();

        var status = await StatusAsync(server);
        Assert.Equal($"{await IdOfAsync("adit", "-u")}", OneOf(status["Uid"]));
        Assert.Equal($"{await IdOfAsync("adit", "-g")}", OneOf(status["Gid"]));
        Assert.Equal("", status["Groups"]);
        Assert.Equal(
            [TwoCapabilities, TwoCapabilities, TwoCapabilities, TwoCapabilities, TwoCapabilities],
            new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" }.Select(set => status[set]));
        Assert.Equal("1", status["NoNewPrivs"]);
    }

    [Fact]
    public async Task It_reads_its_interface_by_a_queue_for_each_processor()
    {
        var server = await StartAsync();

        var files = await Task.WhenAll(Directory.GetFiles($"/proc/{server.Id}/fdinfo").Select(file => File.ReadAllTextAsync(file)));
        Assert.Equal(Environment.ProcessorCount, files.Count(file => file.Contains("iff:\tadit", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_but_root_and_its_own_user_controls_it()
    {
        await StartAsync();
        (await AskAsync("status")).Expect();
        (await Command.RunAsync("chmod", "0755", State, Path.Combine(State, "run"))).Expect(); // the modes are one guard, the gate another
        (await Command.RunAsync("chmod", "0666", Path.Combine(State, "run/control.sock"))).Expect();

        Assert.Equal("200", await StatusCodeAsync(await IdOfAsync("adit", "-u")));
        Assert.Equal("403", await StatusCodeAsync(Nobody));
    }

    [Fact]
    public async Task State_that_root_owned_is_taken_over_with_its_modes()
    {
        await (await StartAsync("--user", "root")).TerminateAsync();
        var before = await FilesAsync("%p %m");
        Assert.All((await FilesAsync("%u")).Split('\n', StringSplitOptions.RemoveEmptyEntries), owner => Assert.Equal("root", owner));

        await (await StartAsync()).TerminateAsync();

        Assert.Equal(before, await FilesAsync("%p %m"));
        Assert.All((await FilesAsync("%u")).Split('\n', StringSplitOptions.RemoveEmptyEntries), owner => Assert.Equal("adit", owner));
    }

    [Fact]
    public async Task It_stays_root_where_that_is_asked_for()
    {
        var server = await StartAsync("--user", "root");

        Assert.Equal("0", OneOf((await StatusAsync(server))["Uid"]));
    }

    [Fact]
    public async Task A_user_that_is_not_there_stops_the_start()
    {
        var refused = await _network.RunAsync(Repository.Adit, "up", "--state", State, "--user", "no-such-user");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("There is no user 'no-such-user'", refused.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(State));
    }

    [Fact]
    public async Task A_program_where_the_user_cannot_go_is_copied_to_where_it_can()
    {
        var closed = Path.Combine(_folder, "closed");
        (await Command.RunAsync("cp", "-a", Path.GetDirectoryName(Repository.Adit)!, closed)).Expect();
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var server = await StartAsync(Path.Combine(closed, "adit"), []);

        var program = (await Command.RunAsync("readlink", $"/proc/{server.Id}/exe")).Expect().Trim();
        Assert.Equal($"/run/adit/program-{server.Id}/adit", program);
        await server.TerminateAsync();
        Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
    }

    [Fact]
    public async Task State_that_the_user_cannot_reach_stops_the_start_and_is_named()
    {
        var closed = Directory.CreateDirectory(Path.Combine(_folder, "closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);

        var refused = await _network.RunAsync(Repository.Adit, "up", "--state", Path.Combine(closed.FullName, "state"));

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("cannot reach the state directory", refused.Output, StringComparison.Ordinal);
        Assert.Contains("--user root", refused.Output, StringComparison.Ordinal);
    }

    private Task<BackgroundProcess> StartAsync(params string[] options) => StartAsync(Repository.Adit, options);

    private async Task<BackgroundProcess> StartAsync(string program, string[] options)
    {
        var server = _network.Start([program, "up", "--state", State, .. options]);
        _servers.Add(server);
        await Eventually.BecomesTrueAsync("the server says how to connect", StartLimit, () => server.HasExited
            ? throw new InvalidOperationException($"The server ended with {server.ExitCode}:\n{server.Output}")
            : Task.FromResult(server.Output.Contains("Ctrl-C ends", StringComparison.Ordinal)));
        return server;
    }

    private Task<CommandResult> AskAsync(params string[] arguments) => Command.RunAsync([Repository.Adit, .. arguments, "--state", State]);

    /// <summary>What the control API answers to a process of this user.</summary>
    private async Task<string> StatusCodeAsync(int user) => (await Command.RunAsync(
        "setpriv", $"--reuid={user}", "--regid=65534", "--clear-groups", "--",
        "curl", "-s", "-m", "20", "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket", Path.Combine(State, "run/control.sock"),
        "http://adit/v1/status")).Expect().Trim();

    private async Task<string> FilesAsync(string format) =>
        (await Command.RunAsync("find", State, "-name", "*.db-*", "-o", "-printf", $"{format}\\n")).Expect();

    private static async Task<int> IdOfAsync(string user, string which) => int.Parse(
        (await Command.RunAsync("id", which, user)).Expect(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<Dictionary<string, string>> StatusAsync(BackgroundProcess server) =>
        (await File.ReadAllLinesAsync($"/proc/{server.Id}/status"))
            .Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.Ordinal);

    /// <summary>Real, effective, saved and file system id: all the same.</summary>
    private static string OneOf(string ids) => Assert.Single(ids.Split('\t').Distinct(StringComparer.Ordinal));
}
