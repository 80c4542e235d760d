using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Adit.Cli.Demo;

/// <summary>A process of ours: its lines of output, to be read one by one, and the last of what it said on stderr.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int SaidLines = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly Queue<string> _said = new();

    private ChildProcess(ProcessStartInfo start) => _process = new Process { StartInfo = start };

    /// <summary>The last lines that it wrote to stderr.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return string.Join('\n', _said);
        }
    }

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(string program, params IEnumerable<string> arguments)
    {
        var child = new ChildProcess(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Events.ClientJournal.PathVariable] = "" }, // what is shown here is none of this machine's connections
        });
        child.Begin();
        return child;
    }

    /// <summary>Starts this same program in a network. <c>ip netns exec</c> becomes what it runs, so that the process is ours itself.</summary>
    public static ChildProcess StartAdit(string network, params IEnumerable<string> arguments)
    {
        var self = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, Path.Combine(AppContext.BaseDirectory, "adit.dll")] : [self];
        return Start("ip", ["netns", "exec", network, .. program, .. arguments]);
    }

    /// <summary>Writes a line to its input.</summary>
    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Ends its input.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>The next line of its output; where it has ended without one, a <see cref="DemoException"/> with its last words.</summary>
    public async Task<string> ReadLineAsync(TimeSpan limit, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        try
        {
            return await _output.Reader.ReadAsync(patience.Token);
        }
        catch (ChannelClosedException)
        {
            throw new DemoException($"It has ended:\n{Said}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DemoException(string.Create(CultureInfo.InvariantCulture, $"Nothing came within {limit.TotalSeconds:0} s:\n{Said}"));
        }
    }

    /// <summary>Every line that is left, to the end of its output.</summary>
    public async IAsyncEnumerable<string> ReadAllAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        await foreach (var line in _output.Reader.ReadAllAsync(patience.Token))
            yield return line;
    }

    /// <summary>Waits until it has ended; its exit code.</summary>
    public async Task<int> WaitAsync(TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            await _process.WaitForExitAsync(cancellation).WaitAsync(limit, cancellation);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new DemoException(string.Create(CultureInfo.InvariantCulture, $"It had not ended after {limit.TotalSeconds:0} s."));
        }
    }

    /// <summary>Asks it to end, by the end of its input and SIGTERM, and waits; kills it where that does not help. Its exit code.</summary>
    public async Task<int> EndAsync()
    {
        EndInput();
        if (!_process.HasExited)
            await SendTermAsync();
        try
        {
            return await WaitAsync(Patience, CancellationToken.None);
        }
        catch (DemoException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            return _process.ExitCode;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
            _output.Writer.TryComplete();
        else
            _output.Writer.TryWrite(line);
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;

        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > SaidLines)
                _said.Dequeue();
        }
    }

    /// <summary>The shell has it built in; .NET can only kill.</summary>
    private async Task SendTermAsync()
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"kill -TERM {_process.Id} 2> /dev/null"]) { UseShellExecute = false });
        await shell!.WaitForExitAsync();
    }
}
