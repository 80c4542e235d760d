using Microsoft.Extensions.Logging;

namespace Adit.Cli.Running.Logging;

/// <summary>Logs what happens, each thing in one line, as the console's own logger does, but many lines at a time.</summary>
internal sealed class LineLoggers(Stream output, TimeProvider clock) : ILoggerProvider
{
    private readonly LineWriter _lines = new(output);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(_lines, categoryName, clock);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private sealed class LineLogger(LineWriter lines, string category, TimeProvider clock) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;

            var text = formatter(state, exception);
            lines.Add(clock.GetUtcNow(), WordOf(logLevel), category, eventId.Id, OneLine(exception is null ? text : $"{text} {exception}"));
        }

        private static string OneLine(string text) => text.ReplaceLineEndings(" ");

        private static string WordOf(LogLevel level) => level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
    }
}
