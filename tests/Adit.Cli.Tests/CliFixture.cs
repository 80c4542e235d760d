using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

/// <summary>A server that answers from lists, and the command run against it in this process.</summary>
public sealed class CliFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _state = new();
    private ControlListener? _listener;

    public FakeServerControl Server { get; } = new();

    public string StateDirectory => _state.Path;

    public static async Task<CliFixture> StartAsync()
    {
        var fixture = new CliFixture();
        fixture._listener = await ControlListener.StartAsync(fixture._state.Path, fixture.Server);
        return fixture;
    }

    /// <summary>Runs the command as in a pipe; what is asked for without echo is answered from <paramref name="secrets"/>.</summary>
    public static async Task<CliRun> RunAsync(string[] args, string input = "", bool isForEyes = false, params string[] secrets)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        var answers = new Queue<string>(secrets);
        var terminal = new Terminal(reader, output, error, isForEyes, secrets.Length > 0 ? _ => answers.Dequeue() : null);
        var exitCode = await AditCommand.RunAsync(args, terminal, CancellationToken.None);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that asks this fixture's server.</summary>
    public Task<CliRun> AskAsync(params string[] args) => RunAsync([.. args, "--state", StateDirectory]);

    public async Task StopServerAsync()
    {
        await _listener!.DisposeAsync();
        _listener = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
            await _listener.DisposeAsync();

        _state.Dispose();
    }
}

/// <summary>How a run of the command ended.</summary>
public sealed record CliRun(int ExitCode, string Output, string Error);
