using Adit.Diagnosis.Attempts;

namespace Adit.Diagnosis.Tests.Attempts;

/// <summary>What every <see cref="IRecordingStore"/> promises.</summary>
public abstract class RecordingStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected abstract IRecordingStore Store { get; }

    [Fact]
    public async Task A_recording_is_found_by_its_attempt()
    {
        await Store.AddAsync([New(7), New(8)], default);

        Assert.Equal(New(8), await Store.FindAsync(8, default));
        Assert.Null(await Store.FindAsync(9, default));
    }

    [Fact]
    public async Task A_second_one_of_an_attempt_takes_the_place_of_the_first()
    {
        await Store.AddAsync([New(7)], default);

        await Store.AddAsync([New(7) with { Text = "again" }], default);

        Assert.Equal("again", (await Store.FindAsync(7, default))?.Text);
    }

    [Fact]
    public async Task The_oldest_are_forgotten_and_so_is_what_is_too_old()
    {
        await Store.AddAsync([New(1), New(2), New(3), New(4) with { MadeUtc = Now - TimeSpan.FromDays(8) }], default);

        Assert.Equal(2, await Store.PruneAsync(keep: 3, Now - TimeSpan.FromDays(7), default));

        Assert.Null(await Store.FindAsync(1, default));
        Assert.NotNull(await Store.FindAsync(2, default));
        Assert.Null(await Store.FindAsync(4, default));
    }

    private static AttemptRecording New(long attempt) => new(attempt, Now, $"adit-recording of {attempt}\n");
}
