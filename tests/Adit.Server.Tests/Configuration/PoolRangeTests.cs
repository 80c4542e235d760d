using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class PoolRangeTests
{
    [Theory]
    [InlineData("10.1.0.0/24", "10.1.0.1", "10.1.0.254", 254)]
    [InlineData("10.1.0.50-10.1.0.99", "10.1.0.50", "10.1.0.99", 50)]
    [InlineData("10.1.0.50 - 10.1.0.50", "10.1.0.50", "10.1.0.50", 1)]
    public void A_prefix_or_a_range_is_read(string text, string first, string last, long size)
    {
        var range = PoolRange.Parse(text)!;

        Assert.Equal((first, last, size), (range.First.ToString(), range.Last.ToString(), range.Size));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.1.0.1")]
    [InlineData("10.1.0.1/24")]
    [InlineData("10.1.0.9-10.1.0.8")]
    [InlineData("10.1.0.9-")]
    [InlineData("-10.1.0.9")]
    [InlineData("10.1.0.0/31")]
    public void What_is_neither_is_refused(string text) => Assert.Null(PoolRange.Parse(text));

    [Theory]
    [InlineData("10.1.0.0/24", "10.1.0.0/24")]
    [InlineData("10.1.0.50-10.1.0.53", "10.1.0.50/31 10.1.0.52/31")]
    [InlineData("10.1.0.255-10.1.1.4", "10.1.0.255/32 10.1.1.0/30 10.1.1.4/32")]
    [InlineData("255.255.255.254-255.255.255.255", "255.255.255.254/31")]
    public void All_it_takes_are_the_fewest_prefixes(string text, string prefixes) =>
        Assert.Equal(prefixes, string.Join(' ', PoolRange.Parse(text)!.ToPrefixes()));

    [Fact]
    public void Entries_that_overlap_are_told_with_the_lines_of_both()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("adit.yaml", """
            pool:
              - 10.83.0.0/24
              - 10.9.0.1-10.9.0.9
              - 10.83.0.200-10.83.1.9
            """));

        Assert.Equal(
            new ConfigurationFault(4, 5, "the pool's 10.83.0.200-10.83.1.9 overlaps with its 10.83.0.0/24 at line 2, column 5"),
            Assert.Single(refusal.Faults));
    }

    [Theory]
    [InlineData("pool: 10.1.0.7-10.1.0.7", "no address but the server's own")]
    [InlineData("nat: perhaps", "'nat' takes auto, on or off")]
    [InlineData("reach: nobody", "'reach' takes network or server")]
    public void What_cannot_be_together_is_a_fault(string yaml, string problem)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("adit.yaml", yaml));

        Assert.Contains(problem, Assert.Single(refusal.Faults).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", NatMode.On)]
    [InlineData("false", NatMode.Off)]
    [InlineData("on", NatMode.On)]
    [InlineData("off", NatMode.Off)]
    [InlineData("auto", NatMode.Auto)]
    public void Nat_is_read_in_its_former_words_too(string text, NatMode mode) =>
        Assert.Equal(mode, ConfigurationReader.Read("adit.yaml", $"nat: {text}").Nat);
}
