using Adit.Certificates.Revocation;

namespace Adit.Certificates.Tests.Revocation;

public sealed class LifespanTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-6, false)]
    [InlineData(-5, true)]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(65, true)]
    [InlineData(66, false)]
    public void A_statement_holds_from_its_begin_to_its_end_with_a_margin_for_clocks(int minutes, bool holds) =>
        Assert.Equal(holds, new Lifespan(_noon, _noon.AddHours(1)).FaultAt(_noon.AddMinutes(minutes)) is null);

    [Theory]
    [InlineData(64, true)]
    [InlineData(66, false)]
    public void A_statement_without_an_end_is_good_for_an_hour(int minutes, bool holds) =>
        Assert.Equal(holds, new Lifespan(_noon, null).FaultAt(_noon.AddMinutes(minutes)) is null);

    [Fact]
    public void The_first_and_the_last_moment_that_can_be_written_do_no_harm()
    {
        foreach (var moment in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
        {
            _ = new Lifespan(moment, null).FaultAt(_noon);
            _ = new Lifespan(moment, moment).FaultAt(DateTimeOffset.MaxValue);
            _ = new Lifespan(moment, DateTimeOffset.MinValue).RefreshAt;
        }
    }

    [Fact]
    public void A_newer_one_is_looked_for_with_a_fifth_left() => Assert.Equal(_noon.AddHours(8), new Lifespan(_noon, _noon.AddHours(10)).RefreshAt);
}
