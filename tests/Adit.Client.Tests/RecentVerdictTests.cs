using Adit.Certificates.Validation;

namespace Adit.Client.Tests;

public sealed class RecentVerdictTests
{
    private static readonly ReadOnlyMemory<byte>[] _chain = [new byte[] { 1, 2 }, new byte[] { 3 }];

    private readonly Clock _clock = new();
    private readonly RecentVerdict _recent;
    private int _judged;

    public RecentVerdictTests() => _recent = new RecentVerdict(_clock);

    [Fact]
    public void A_chain_that_was_judged_just_now_is_not_judged_again()
    {
        var first = _recent.On(_chain, Judge);
        _clock.Seconds = 0.9;

        Assert.Same(first, _recent.On([_chain[0].ToArray(), _chain[1].ToArray()], Judge));
    }

    [Fact]
    public void After_a_second_it_is_judged_anew()
    {
        _recent.On(_chain, Judge);
        _clock.Seconds = 1;
        _recent.On(_chain, Judge);

        Assert.Equal(2, _judged);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Whoever_shows_fewer_or_more_is_judged(int count)
    {
        _recent.On(_chain, Judge);
        _recent.On([.. Enumerable.Repeat(_chain[0], count)], Judge);

        Assert.Equal(2, _judged);
    }

    [Fact]
    public void Another_chain_is_judged()
    {
        _recent.On(_chain, Judge);
        _recent.On([_chain[0], new byte[] { 4 }], Judge);

        Assert.Equal(2, _judged);
    }

    [Fact]
    public void What_cannot_be_judged_is_asked_again()
    {
        Assert.Throws<InvalidOperationException>(() => _recent.On(_chain, () => throw new InvalidOperationException()));
        _recent.On(_chain, Judge);

        Assert.Equal(1, _judged);
    }

    private CertificateVerdict Judge()
    {
        _judged++;
        return new CertificateVerdict([]);
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * TimestampFrequency);
    }
}
