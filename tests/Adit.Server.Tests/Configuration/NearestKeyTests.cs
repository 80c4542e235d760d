using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class NearestKeyTests
{
    private static readonly string[] Known = ["names", "listen", "pool", "interface"];

    [Theory]
    [InlineData("pol", "pool")]
    [InlineData("Pool", "pool")]
    [InlineData("listne", "listen")]
    [InlineData("interfaces", "interface")]
    [InlineData("inteface_", "interface")]
    public void A_key_with_a_slip_is_recognised(string written, string meant) =>
        Assert.Equal($", did you mean '{meant}'?", NearestKey.Hint(written, Known));

    [Theory]
    [InlineData("certificate")]
    [InlineData("")]
    public void A_key_that_is_like_none_gets_no_hint(string written) => Assert.Equal("", NearestKey.Hint(written, Known));

    [Fact]
    public void Where_there_are_no_keys_there_is_no_hint() => Assert.Equal("", NearestKey.Hint("pool", []));
}
