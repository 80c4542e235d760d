using Adit.Access.Logging;
using Adit.Access.Tests.Logging;
using Adit.Server.Logging;
using Adit.Server.Monitoring;
using Adit.Server.Tests.Hosting;

namespace Adit.Server.Tests.Logging;

public sealed class AccessJournalTests
{
    private readonly ServerMonitor _monitor = new(TimeProvider.System);
    private readonly InMemoryAccessLog _log = new();

    [Fact]
    public async Task What_was_written_before_the_end_is_kept_in_its_order()
    {
        await using (var journal = new AccessJournal(_log, _monitor, new RecordingLogger()))
        {
            for (var i = 0; i < 2000; i++)
                journal.Write(Row($"{i}"));
        }

        var rows = await _log.ListAsync(new AccessLogQuery { After = 0, Limit = 5000 }, default);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), rows.Select(row => row.UserName));
    }

    [Fact]
    public async Task Where_more_comes_than_can_be_written_rows_are_lost_and_counted_and_nobody_waits()
    {
        var stuck = new StuckLog();
        var journal = new AccessJournal(stuck, _monitor, new RecordingLogger());

        for (var i = 0; i < 20_000; i++)
            journal.Write(Row("x"));

        Assert.InRange(_monitor.LostRows, 20_000 - 8192 - 501, 20_000 - 8192);
        stuck.Go();
        await journal.DisposeAsync();
        Assert.Equal(20_000, stuck.Written + _monitor.LostRows);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_told_and_counted()
    {
        var told = new RecordingLogger();
        await using (var journal = new AccessJournal(new BrokenLog(), _monitor, told))
            journal.Write(Row("x"));

        Assert.Equal(1, _monitor.LostRows);
        Assert.NotEmpty(told.Lines);
    }

    [Theory]
    [InlineData(AccessLogKind.Granted, "Event 6272: an.na from 192.0.2.1 was granted access by the policy 'staff', session s-1")]
    [InlineData(AccessLogKind.Denied, "Event 6273: an.na from 192.0.2.1 was denied access by the policy 'staff': NPS-016, reason code 16")]
    [InlineData(AccessLogKind.Discarded, "Event 6274: 3 requests of gw were discarded: NPS-016")]
    public async Task The_machines_log_has_each_row_under_its_number(AccessLogKind kind, string line)
    {
        var told = new RecordingLogger();
        await using (var journal = new AccessJournal(_log, _monitor, told))
            journal.Write(new AccessLogEntry(DateTimeOffset.UnixEpoch, kind)
            {
                UserName = "an\u001bna", CallingStationId = "192.0.2.1", NetworkPolicy = "staff", SessionId = "s-1", Code = "NPS-016", Reason = 16, Client = "gw", Count = 3,
            });

        Assert.Contains(told.Lines, said => said.Message.Contains(line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_row_has_not_is_a_dash_and_a_caller_without_a_number_is_named_by_its_gateway()
    {
        var told = new RecordingLogger();
        await using (var journal = new AccessJournal(_log, _monitor, told))
            journal.Write(new AccessLogEntry(DateTimeOffset.UnixEpoch, AccessLogKind.Denied) { UserName = "anna", Code = "NPS-016", Reason = 16, Client = "gw" });

        Assert.Equal("Event 6273: anna from gw was denied access by the policy '-': NPS-016, reason code 16", Assert.Single(told.Lines).Message);
    }

    private static AccessLogEntry Row(string name) => new(DateTimeOffset.UnixEpoch, AccessLogKind.Granted) { UserName = name };

    private class StuckLog : IAccessLog
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Written { get; private set; }

        public void Go() => _go.SetResult();

        public virtual async ValueTask AppendAsync(IReadOnlyList<AccessLogEntry> entries, CancellationToken cancellationToken)
        {
            await _go.Task;
            Written += entries.Count;
        }

        public ValueTask<IReadOnlyList<AccessLogEntry>> ListAsync(AccessLogQuery query, CancellationToken cancellationToken) => new([]);

        public ValueTask<int> PruneAsync(int keep, DateTimeOffset before, CancellationToken cancellationToken) => new(0);
    }

    private sealed class BrokenLog : StuckLog
    {
        public override ValueTask AppendAsync(IReadOnlyList<AccessLogEntry> entries, CancellationToken cancellationToken) =>
            throw new IOException("No space left on device");
    }
}
