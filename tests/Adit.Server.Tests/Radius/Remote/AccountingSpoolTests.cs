using System.Text;
using Adit.Server.Radius.Remote;
using Adit.Server.Tests.Hosting;

namespace Adit.Server.Tests.Radius.Remote;

public sealed class AccountingSpoolTests : IDisposable
{
    private static readonly DateTimeOffset _at = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-spool-").FullName;
    private readonly RecordingLogger _log = new();

    private string File => Path.Combine(_folder, "accounting", "office.spool");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_kept_survives_a_restart_in_its_order_with_its_time()
    {
        Write("one", "two");
        using var spool = Open();

        Assert.True(spool.TryPeek(out var first, out var at));
        Assert.Equal(("one", _at), (Encoding.ASCII.GetString(first.Span), at));
        Assert.Equal(["one", "two"], ReadAll(spool));
    }

    [Fact]
    public void What_was_taken_does_not_come_again_after_a_restart()
    {
        Write("one", "two");
        using (var spool = Open())
            spool.Advance();

        using var again = Open();
        Assert.Equal(["two"], ReadAll(again));
    }

    [Fact]
    public void Nobody_else_may_read_it()
    {
        Write("one");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void An_empty_one_leaves_no_file()
    {
        Write("one");
        using (var spool = Open())
            ReadAll(spool);

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Theory]
    [InlineData(-1)] // the last report
    [InlineData(0)] // the mark
    public void What_is_damaged_is_set_aside_with_its_code_and_what_is_whole_before_it_stays(int place)
    {
        Write("one", "two");
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[place < 0 ? ^1 : place] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        using var spool = Open();

        Assert.Equal(place < 0 ? ["one"] : [], ReadAll(spool));
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(File)!, "*.damaged-*"))));
        Assert.Contains("RAD-115", Assert.Single(_log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_was_cut_off_goes_on_behind_what_is_whole()
    {
        Write("one", "two");
        using (var file = new FileStream(File, FileMode.Open))
            file.SetLength(file.Length - 2);

        using var spool = Open();
        spool.Append("three"u8.ToArray(), _at, isInterim: false);

        Assert.Equal(["one", "three"], ReadAll(spool));
    }

    [Fact]
    public void A_full_one_loses_interim_reports_first_and_tells_its_code_once()
    {
        using var spool = Open(maxBytes: 16 + (4 * 120));
        for (var number = 0; number < 3; number++)
            spool.Append(new byte[100], _at, isInterim: false);

        spool.Append(new byte[100], _at, isInterim: true);
        Assert.Equal(1, spool.Lost);
        spool.Append(new byte[100], _at, isInterim: false);
        Assert.Equal(1, spool.Lost);
        spool.Append(new byte[100], _at, isInterim: false);
        spool.Append(new byte[100], _at, isInterim: false);

        Assert.Equal(3, spool.Lost);
        Assert.All(_log.Lines, line => Assert.Contains("RAD-114", line.Message, StringComparison.Ordinal));
        Assert.Equal(4, ReadAll(spool).Count);
    }

    [Fact]
    public void What_was_taken_makes_room()
    {
        using var spool = Open(maxBytes: 16 + (2 * 120));
        for (var number = 0; number < 50; number++)
        {
            spool.Append(Encoding.ASCII.GetBytes($"{number,100}"), _at, isInterim: false);
            if (number > 0)
                spool.Advance();
        }

        Assert.Equal(0, spool.Lost);
        Assert.Equal($"{49,100}", Assert.Single(ReadAll(spool)));
    }

    private AccountingSpool Open(long maxBytes = 1_000_000) => new(File, "office", _log) { MaxBytes = maxBytes };

    private void Write(params string[] reports)
    {
        using var spool = Open();
        foreach (var report in reports)
            spool.Append(Encoding.ASCII.GetBytes(report), _at, isInterim: false);
    }

    private static List<string> ReadAll(AccountingSpool spool)
    {
        var all = new List<string>();
        for (; spool.TryPeek(out var message, out _); spool.Advance())
            all.Add(Encoding.ASCII.GetString(message.Span));
        return all;
    }
}
