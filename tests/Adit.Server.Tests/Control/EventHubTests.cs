using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

public sealed class EventHubTests
{
    private readonly EventHub _hub = new(TimeProvider.System);

    [Fact]
    public void Ids_rise_and_go_on_rising_over_a_restart()
    {
        Publish(3);
        var last = _hub.Read(after: null, recent: 1)!.Backlog[0].Id;

        var restarted = new EventHub(new Later());
        restarted.Publish(new ServerEvent.DrainChanged(true));

        Assert.True(restarted.Read(after: null, recent: 1)!.Backlog[0].Id > last);
    }

    [Fact]
    public void A_reader_gets_as_many_of_the_last_events_as_it_asks_for()
    {
        Publish(5);

        Assert.Equal(["3", "4"], NamesOf(_hub.Read(after: null, recent: 2)!));
    }

    [Fact]
    public void Who_comes_back_gets_what_happened_meanwhile_and_nothing_twice()
    {
        Publish(5);
        var third = _hub.Read(after: null, recent: 3)!.Backlog[0].Id;

        Assert.Equal(["3", "4"], NamesOf(_hub.Read(third, recent: 0)!));
    }

    [Fact]
    public void Who_has_missed_nothing_gets_nothing()
    {
        Publish(5);
        var last = _hub.Read(after: null, recent: 1)!.Backlog[0].Id;

        Assert.Empty(_hub.Read(last, recent: 0)!.Backlog);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Who_comes_back_too_late_is_told_that_events_are_missing(long after)
    {
        Publish(EventHub.Kept + 1);

        Assert.IsType<ServerEvent.EventsMissed>(_hub.Read(after, recent: 0)!.Backlog[0]);
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        Publish(EventHub.Kept + 10);

        Assert.Equal(EventHub.Kept, _hub.Read(after: null, recent: int.MaxValue)!.Backlog.Count);
    }

    [Fact]
    public void A_reader_that_does_not_keep_up_is_cut_off_and_others_are_not()
    {
        using var slow = _hub.Read(after: null, recent: 0)!;
        using var quick = _hub.Read(after: null, recent: 0)!;
        for (var count = 0; count <= EventReader.MaxWaiting; count++)
        {
            Publish(1);
            Assert.True(quick.Events.TryRead(out _));
        }

        SpinWait.SpinUntil(() => slow.TooSlow.IsCancellationRequested, TimeSpan.FromSeconds(20));
        Assert.Equal((true, false), (slow.TooSlow.IsCancellationRequested, quick.TooSlow.IsCancellationRequested));
    }

    [Fact]
    public void Readers_are_bounded_and_whoever_leaves_makes_room()
    {
        var readers = Enumerable.Range(0, EventHub.MaxReaders).Select(_ => _hub.Read(after: null, recent: 0)).ToList();
        Assert.Null(_hub.Read(after: null, recent: 0));

        readers[0]!.Dispose();

        Assert.NotNull(_hub.Read(after: null, recent: 0));
    }

    private void Publish(int count)
    {
        for (var number = 0; number < count; number++)
            _hub.Publish(new ServerEvent.AccountChanged($"{number}", "account.add", "root"));
    }

    private static IEnumerable<string> NamesOf(EventReader reader) => reader.Backlog.Cast<ServerEvent.AccountChanged>().Select(told => told.Account);

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddSeconds(1);
    }
}
