using System.Text.Json;

namespace Adit.Interop.Tests.Lab;

/// <summary>
/// The built <c>adit up</c> in the gateway's namespace, and the <c>adit</c> command beside it. Its state stays in the topology's
/// folder, so that <see cref="RestartAsync"/> finds it again.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string FirstUser = "adit";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Topology _topology;
    private readonly string _stateDirectory;
    private readonly string _configFile;
    private BackgroundProcess _process;

    private ServerProcess(Topology topology, string yaml)
    {
        _topology = topology;
        _stateDirectory = Directory.CreateDirectory(Path.Combine(topology.Folder, "state")).FullName;
        _configFile = Path.Combine(topology.Folder, "adit.yaml");
        File.WriteAllText(_configFile, yaml);
        _process = StartProcess();
    }

    /// <summary>Everything the server has printed since its last start.</summary>
    public string Output => _process.Output;

    /// <summary>The certificate that clients are to trust.</summary>
    public string CaFile => Path.Combine(_stateDirectory, "ca.crt");

    /// <summary>The password that the first start printed for <see cref="FirstUser"/>.</summary>
    public string FirstPassword => Output.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["password", var password, ..] ? password : null)
        .FirstOrDefault(password => password is not null)
        ?? throw new InvalidOperationException($"The server printed no password:\n{Output}");

    /// <param name="topology">Where it runs.</param>
    /// <param name="settings">Lines for <c>adit.yaml</c> beside those of every test.</param>
    public static Task<ServerProcess> StartAsync(Topology topology, string settings = "") =>
        StartFromAsync(topology, $"{ServerSettings.Yaml}\n{settings}\n");

    /// <param name="topology">Where it runs.</param>
    /// <param name="yaml">The whole of <c>adit.yaml</c>.</param>
    public static async Task<ServerProcess> StartFromAsync(Topology topology, string yaml)
    {
        var server = topology.Keep(new ServerProcess(topology, yaml));
        await server.BecomesReadyAsync();
        return server;
    }

    /// <summary>Runs an <c>adit</c> command against this server.</summary>
    public Task<CommandResult> AskAsync(params string[] arguments) =>
        Command.RunAsync([Repository.Adit, .. arguments, "--state", _stateDirectory]);

    /// <summary>Runs an <c>adit</c> command that answers in JSON.</summary>
    public async Task<JsonElement> AskJsonAsync(params string[] arguments)
    {
        var answer = (await AskAsync([.. arguments, "-o", "json"])).Expect();
        return JsonDocument.Parse(answer).RootElement.Clone();
    }

    public async Task AddAccountAsync(string name, string password, params string[] options)
    {
        await File.WriteAllTextAsync(PasswordFile(name), password);
        (await AskAsync(["user", "add", name, "--password-file", PasswordFile(name), .. options])).Expect();
    }

    /// <summary>Takes these lines beside the configuration of every test, without a restart.</summary>
    public async Task ReloadWithAsync(string lines)
    {
        await File.WriteAllTextAsync(_configFile, $"{ServerSettings.Yaml}\n{lines}\n");
        (await AskAsync("reload")).Expect();
    }

    /// <summary>Replaces the whole configuration without a restart; false where it would have to wait for one.</summary>
    public async Task<bool> TryReloadFromAsync(string yaml)
    {
        await File.WriteAllTextAsync(_configFile, yaml);
        var reload = await AskAsync("reload", "-o", "json");
        return reload.ExitCode == 0
            && !JsonDocument.Parse(reload.Output).RootElement.GetProperty("changes").EnumerateArray().Any(change => change.GetProperty("atNextStart").GetBoolean());
    }

    /// <summary>Where the password of an account that was added lies.</summary>
    public string PasswordFile(string name) => Path.Combine(_topology.Folder, $"{name}.password");

    public async Task<int> CountSessionsAsync() => (await AskJsonAsync("sessions")).GetArrayLength();

    /// <summary>Asks the server to end and waits until it has; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _process.TerminateAsync();
        return _process.ExitCode;
    }

    /// <summary>A file of the state directory.</summary>
    public string StateFile(string name) => Path.Combine(_stateDirectory, name);

    /// <summary>Ends it as the kernel would, with no time for anything.</summary>
    public async Task KillAsync()
    {
        (await Command.RunAsync("kill", "-KILL", $"{_process.Id}")).Expect();
        await _process.WaitForExitAsync(StartLimit);
    }

    /// <summary>Replaces the whole configuration and starts again with it.</summary>
    public async Task RestartFromAsync(string yaml)
    {
        await File.WriteAllTextAsync(_configFile, yaml);
        await RestartAsync();
    }

    /// <summary>Adds to the configuration and starts again with it.</summary>
    public async Task ReconfigureAsync(string more)
    {
        await File.AppendAllTextAsync(_configFile, more);
        await RestartAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await _process.DisposeAsync();
        _process = StartProcess();
        await BecomesReadyAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private BackgroundProcess StartProcess() => _topology.Gateway.Start(
        Repository.Adit, "up", "--name", Topology.ServerName, "--state", _stateDirectory, "--config", _configFile);

    private async Task BecomesReadyAsync()
    {
        await Eventually.BecomesTrueAsync("the server serves its CA certificate", StartLimit, async () => _process.HasExited
            ? throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{_process.Output}")
            : (await FetchCaAsync()).ExitCode == 0);
        await Eventually.BecomesTrueAsync("the server answers its command", StartLimit, async () =>
            (await AskAsync("status")).ExitCode == 0);
    }

    // The guest asks, as a client would, and finds the CA certificate that it needs before there is trust.
    private Task<CommandResult> FetchCaAsync() => _topology.HasGuest
        ? _topology.Guest.RunAsync($"curl -fsS -m 5 -o /root/ca.pem http://{Topology.ServerName}/ca.pem")
        : _topology.Gateway.RunAsync("curl", "-fsS", "-m", "5", "-o", "/dev/null", $"http://{Addresses.Gateway}/ca.pem");
}
