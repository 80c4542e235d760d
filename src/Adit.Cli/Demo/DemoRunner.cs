using System.Diagnostics;

namespace Adit.Cli.Demo;

/// <summary>Gives the demonstration: its steps in turn, up to the first that does not hold, and then takes everything away again.</summary>
internal sealed class DemoRunner(DemoReport report) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    public static async Task<int> RunAsync(DemoOptions options, Terminal terminal, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new CliException(ExitCode.Denied, "The demonstration makes networks of its own on this machine, for which it must be root.",
                "Run it as root.");

        await Task.Yield(); // signals are heard only once the command line has its task back
        await using var runner = new DemoRunner(new DemoReport(terminal, options.Json));
        var held = await runner.PlayAsync(options.Failures, cancellation);
        do
            held &= await runner.StepAsync("cleanup", runner.CleanUpAsync);
        while (runner._parts.Count > 0); // what could not be taken away must not keep the rest
        cancellation.ThrowIfCancellationRequested();
        return held ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Has <paramref name="part"/> taken away at the end, before everything that was there earlier.</summary>
    public T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Runs a step, which returns what was seen, and tells it; false where it did not hold.</summary>
    public async Task<bool> StepAsync(string name, Func<Task<string>> step)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var seen = await step();
            report.Tell(new DemoStep(name, true, clock.ElapsedMilliseconds, seen));
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            report.Tell(new DemoStep(name, false, clock.ElapsedMilliseconds, exception.Message));
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task<bool> PlayAsync(bool failures, CancellationToken cancellation)
    {
        try
        {
            return failures ? await new FailureScript(this, cancellation).PlayAsync() : await new DemoScript(this, cancellation).PlayAsync();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<string> CleanUpAsync()
    {
        await DisposeAsync();
        return "Everything is taken away again";
    }
}
