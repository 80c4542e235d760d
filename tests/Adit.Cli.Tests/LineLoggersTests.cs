using System.Globalization;
using System.Text;
using Adit.Cli.Running.Logging;
using Microsoft.Extensions.Logging;

namespace Adit.Cli.Tests;

public sealed class LineLoggersTests
{
    [Fact]
    public void Each_thing_is_a_line_with_its_time_its_weight_and_its_number()
    {
        var lines = Log(logger => logger.Log(LogLevel.Warning, new EventId(1410), "Grüße", null, (text, _) => text));

        var (time, rest) = (lines[0][..24], lines[0][24..]);
        Assert.True(DateTimeOffset.TryParseExact(time, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.Equal(" warn: Adit.Test[1410] Grüße", rest);
    }

    [Fact]
    public void What_goes_over_several_lines_is_one_and_an_exception_stands_behind_it()
    {
        var lines = Log(logger => logger.Log(LogLevel.Error, 1, "one\ntwo", new FormatException("three\r\nfour"), (text, _) => text));

        Assert.EndsWith(" fail: Adit.Test[1] one two System.FormatException: three four", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_many_say_at_once_is_there_at_the_end_in_the_order_of_each()
    {
        const int Each = 5000;
        using var output = new MemoryStream();
        using (var loggers = new LineLoggers(output, TimeProvider.System))
        {
            var logger = loggers.CreateLogger("Adit.Test");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(who => Task.Run(() =>
            {
                for (var i = 0; i < Each; i++)
                    logger.Log(LogLevel.Information, who, $"{i} {new string('.', 200)}", null, (text, _) => text);
            })));
        }

        var lines = LinesOf(output);
        Assert.All(Enumerable.Range(0, 4), who => Assert.Equal(
            Enumerable.Range(0, Each),
            lines.Where(line => line.Contains($"[{who}]", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[3], CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void A_line_comes_out_without_others_behind_it()
    {
        using var output = new SignallingStream();
        using var loggers = new LineLoggers(output, TimeProvider.System);

        loggers.CreateLogger("Adit.Test").Log(LogLevel.Information, 1, "alone", null, (text, _) => text);

        Assert.True(output.Written.Wait(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Who_has_stopped_listening_ends_nobody() => Say(new BrokenStream(new IOException("broken pipe")));

    [Fact]
    public void An_output_that_is_open_for_reading_alone_ends_nobody() => Say(new BrokenStream(new UnauthorizedAccessException()));

    private static void Say(BrokenStream broken)
    {
        using (broken)
        using (var loggers = new LineLoggers(broken, TimeProvider.System))
            loggers.CreateLogger("Adit.Test").Log(LogLevel.Information, 1, "nobody hears", null, (text, _) => text);
    }

    private static string[] Log(Action<ILogger> say)
    {
        using var output = new MemoryStream();
        using (var loggers = new LineLoggers(output, TimeProvider.System))
            say(loggers.CreateLogger("Adit.Test"));
        return LinesOf(output);
    }

    private static string[] LinesOf(MemoryStream output) => Encoding.UTF8.GetString(output.ToArray()).Split('\n')[..^1];

    private sealed class SignallingStream : MemoryStream
    {
        public ManualResetEventSlim Written { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer) => Written.Set();

        protected override void Dispose(bool disposing)
        {
            Written.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class BrokenStream(Exception fault) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw fault;
    }
}
