using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Adit.Linux.Identity;
using Adit.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Serving;

/// <summary>
/// Runs the administrator's program with news of certificates: without a shell, one at a time, for a bounded time, in an environment of
/// our making, and without the rights over the network that the server has. Any thread may tell.
/// </summary>
internal sealed class CertificateHook : IAsyncDisposable
{
    private const int MaxWaiting = 64;
    private const int MaxWords = 2000;

    private readonly Func<CertificateHookSettings> _settings;
    private readonly ILogger _logger;
    private readonly Channel<CertificateNews> _news = Channel.CreateBounded<CertificateNews>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <summary>Begins to wait for news; the settings are read for each.</summary>
    public CertificateHook(Func<CertificateHookSettings> settings, ILogger logger)
    {
        (_settings, _logger) = (settings, logger);
        _running = RunAsync();
    }

    /// <summary>Has the program told, where there is one.</summary>
    public void Tell(CertificateNews news) => _news.Writer.TryWrite(news);

    /// <summary>Ends a program that is running, too.</summary>
    public async ValueTask DisposeAsync()
    {
        _news.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var news in _news.Reader.ReadAllAsync(CancellationToken.None))
        {
            var settings = _settings();
            if (settings.Run.Count > 0 && !_stopping.IsCancellationRequested)
                await RunAsync(settings, news);
        }
    }

    private async Task RunAsync(CertificateHookSettings settings, CertificateNews news)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(settings.TimeLimit);
        try
        {
            using var process = Start(settings.Run, news);
            var words = await WaitAsync(process, patience.Token);
            if (process.ExitCode != 0)
                ServingLog.HookFailed(_logger, settings.Run[0], news.Event, string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}: {words}"));
        }
        catch (OperationCanceledException)
        {
            ServingLog.HookFailed(_logger, settings.Run[0], news.Event, $"it was killed after {settings.TimeLimit:c}");
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            ServingLog.HookFailed(_logger, settings.Run[0], news.Event, e.Message);
        }
    }

    private static Process Start(IReadOnlyList<string> command, CertificateNews news)
    {
        IReadOnlyList<string> words = SystemProgram.Find("setpriv") is { } setpriv
            ? [setpriv, "--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs", "--", .. command]
            : command;
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in news.ToEnvironment())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for its end, or kills it with all that it has started; what it said last.</summary>
    private static async Task<string> WaitAsync(Process process, CancellationToken patience)
    {
        try
        {
            process.StandardInput.Close();
            var said = new StringBuilder();
            await Task.WhenAll(DrainAsync(process.StandardOutput, said, patience), DrainAsync(process.StandardError, said, patience));
            await process.WaitForExitAsync(patience);
            return said.ToString().ReplaceLineEndings("; ").Trim();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>However much it says, this much is kept.</summary>
    private static async Task DrainAsync(StreamReader output, StringBuilder said, CancellationToken patience)
    {
        var buffer = new char[1024];
        for (int read; (read = await output.ReadAsync(buffer, patience)) > 0;)
            lock (said)
            {
                said.Append(buffer, 0, read);
                said.Remove(0, Math.Max(0, said.Length - MaxWords));
            }
    }
}
