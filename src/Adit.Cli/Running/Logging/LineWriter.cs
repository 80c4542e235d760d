using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace Adit.Cli.Running.Logging;

/// <summary>
/// Writes lines behind those who have something to say, all that come within a moment at once: a server that is busy says thousands in a
/// second, and each write costs more than its line. Nothing is lost: where more comes than can be written, who says it waits, and closing
/// writes what is left, as long as somebody reads it. Any thread may call.
/// </summary>
internal sealed class LineWriter : IDisposable
{
    private const int MaxWaiting = 1 << 18; // bytes; many times what a moment brings
    private const int MaxBesidesText = 64;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Stream _output;
    private readonly Thread _thread;
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _writing = new();
    private bool _isClosed;

    /// <summary>Begins to write.</summary>
    public LineWriter(Stream output)
    {
        _output = output;
        _thread = new Thread(Run) { Name = "log", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Adds a line: <c>2026-01-31T23:59:59.999Z info: Adit.Server[1000] what happened</c>. After the end it is lost.</summary>
    public void Add(DateTimeOffset time, string level, string category, int id, string text)
    {
        lock (_gate)
        {
            while (_waiting.WrittenCount > MaxWaiting && !_isClosed)
                Monitor.Wait(_gate);
            if (_isClosed)
                return;

            var line = _waiting.GetSpan(MaxBesidesText + 3 * (category.Length + text.Length)); // a character takes up to three bytes
            Utf8.TryWrite(
                line, CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {level}: {category}[{id}] {text}\n", out var length);
            _waiting.Advance(length);
            if (_waiting.WrittenCount == length || _waiting.WrittenCount > MaxWaiting)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Writes what is waiting, and returns when it has been written, or nobody has read it for a while: that keeps no server from ending.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join(Patience);
    }

    private void Run()
    {
        while (TryTake())
            Write(_writing.WrittenMemory);
    }

    /// <summary>Waits for lines; false at the end.</summary>
    private bool TryTake()
    {
        lock (_gate)
        {
            while (_waiting.WrittenCount == 0 && !_isClosed)
                Monitor.Wait(_gate);
            if (_waiting.WrittenCount == 0)
                return false;

            if (!_isClosed && _waiting.WrittenCount <= MaxWaiting)
                Monitor.Wait(_gate, Moment); // for more
            _writing.ResetWrittenCount();
            (_waiting, _writing) = (_writing, _waiting);
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Whoever listened has gone: that ends no server.</summary>
    private void Write(ReadOnlyMemory<byte> lines)
    {
        try
        {
            _output.Write(lines.Span);
            _output.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // so .NET calls a descriptor that does not write
        {
            return;
        }
    }
}
