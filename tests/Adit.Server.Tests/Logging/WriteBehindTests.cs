using Adit.Server.Logging;

namespace Adit.Server.Tests.Logging;

public sealed class WriteBehindTests
{
    [Fact]
    public async Task What_was_added_before_a_flush_is_written_when_the_flush_ends()
    {
        var written = new List<int>();
        await using var behind = new WriteBehind<int>(100, batch =>
        {
            lock (written)
                written.AddRange(batch);
            return default;
        });

        for (var number = 1; number <= 50; number++)
        {
            Assert.True(behind.TryAdd(number));
            await behind.FlushAsync(CancellationToken.None);
            lock (written)
                Assert.Equal(number, written.Count);
        }
    }

    [Fact]
    public async Task A_flush_of_nothing_ends_at_once()
    {
        await using var behind = new WriteBehind<int>(100, _ => default);

        Assert.True(behind.FlushAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_was_added_is_written_at_the_end_and_nothing_is_taken_after_it()
    {
        var written = new List<int>();
        var behind = new WriteBehind<int>(100, batch =>
        {
            written.AddRange(batch);
            return default;
        });
        behind.TryAdd(1);

        await behind.DisposeAsync();

        Assert.Equal([1], written);
        Assert.False(behind.TryAdd(2));
        await behind.FlushAsync(CancellationToken.None);
    }

    [Fact]
    public async Task However_many_come_each_writing_takes_a_bounded_part_and_all_are_written_in_order()
    {
        var batches = new List<IReadOnlyList<int>>();
        await using (var behind = new WriteBehind<int>(10_000, batch =>
        {
            batches.Add(batch);
            return default;
        }))
        {
            for (var number = 0; number < 10_000; number++)
                Assert.True(behind.TryAdd(number));
        }

        Assert.All(batches, batch => Assert.InRange(batch.Count, 1, 256));
        Assert.Equal(Enumerable.Range(0, 10_000), batches.SelectMany(batch => batch));
    }
}
