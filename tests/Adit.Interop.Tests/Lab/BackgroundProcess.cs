using System.Diagnostics;
using System.Text;

namespace Adit.Interop.Tests.Lab;

/// <summary>A process of ours, with all it printed. Disposing ends it: politely first, by force after <see cref="Patience"/>.</summary>
internal sealed class BackgroundProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private BackgroundProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts a command that hears Ctrl-C, also where whoever started the tests, as a job in the background, had it ignored.</summary>
    public static BackgroundProcess Start(IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A .NET process that is killed leaves its pipes for debuggers behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var background = new BackgroundProcess(new Process { StartInfo = start });
        background.Begin();
        return background;
    }

    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async Task TerminateAsync()
    {
        if (_process.HasExited)
            return;

        await Command.RunAsync("kill", "-TERM", $"{_process.Id}");
        try
        {
            await WaitForExitAsync(Patience);
        }
        catch (OperationCanceledException)
        {
            // Bounded, for a child of its own may hold the output open.
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await TerminateAsync();
        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    private void Append(string? line)
    {
        if (line is null)
            return;

        lock (_output)
            _output.Append(line).Append('\n');
    }
}
