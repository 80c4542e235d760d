using Adit.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Tests.Hosting;

public sealed class UndoStackTests
{
    private readonly RecordingLogger _logger = new();
    private readonly List<string> _undone = [];

    [Fact]
    public async Task What_was_done_last_is_undone_first()
    {
        await using (var undo = new UndoStack(_logger))
        {
            undo.Keep(new Part("first", _undone));
            undo.Keep(new AsyncPart("second", _undone));
            undo.Add("third", () => Note("third"));
        }

        Assert.Equal(["third", "second", "first"], _undone);
    }

    [Fact]
    public async Task A_part_that_cannot_be_undone_is_reported_and_stops_no_other()
    {
        await using (var undo = new UndoStack(_logger))
        {
            undo.Keep(new Part("first", _undone));
            undo.Add("the rules", () => throw new InvalidOperationException("nft is gone"));
            undo.Keep(new Part("last", _undone));
        }

        Assert.Equal(["last", "first"], _undone);
        var line = Assert.Single(_logger.Lines);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("the rules", line.Message, StringComparison.Ordinal);
        Assert.Contains("nft is gone", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undoing_twice_undoes_once()
    {
        var undo = new UndoStack(_logger);
        undo.Keep(new Part("only", _undone));

        await undo.DisposeAsync();
        await undo.DisposeAsync();

        Assert.Single(_undone);
    }

    private ValueTask Note(string name)
    {
        _undone.Add(name);
        return ValueTask.CompletedTask;
    }

    private sealed class Part(string name, List<string> undone) : IDisposable
    {
        public void Dispose() => undone.Add(name);
    }

    private sealed class AsyncPart(string name, List<string> undone) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            undone.Add(name);
        }
    }
}
