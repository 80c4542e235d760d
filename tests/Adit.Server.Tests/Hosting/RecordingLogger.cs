using Microsoft.Extensions.Logging;

namespace Adit.Server.Tests.Hosting;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLogger : ILogger
{
    public List<(LogLevel Level, string Message)> Lines { get; } = [];

    /// <summary>Whether a line has these words; also while others write.</summary>
    public bool Any(string words)
    {
        lock (Lines)
            return Lines.Exists(line => line.Message.Contains(words, StringComparison.Ordinal));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
            Lines.Add((logLevel, formatter(state, exception)));
    }
}
