using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Tests.Support;

/// <summary>Keeps every error that the server logs, and every exception of a task that nobody looked at: no attack may cause one.</summary>
internal sealed class FaultLog : ILogger, IDisposable
{
    private readonly ConcurrentQueue<string> _faults = [];

    public FaultLog() => TaskScheduler.UnobservedTaskException += Keep;

    public IReadOnlyCollection<string> Faults => _faults;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _faults.Enqueue($"{formatter(state, exception)} {exception}");
    }

    /// <summary>Lets the tasks that nobody looked at tell of themselves.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Keep;

    private void Keep(object? sender, UnobservedTaskExceptionEventArgs e) => _faults.Enqueue(e.Exception.ToString());
}
