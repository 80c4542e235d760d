using Adit.Access.Accounts;

namespace Adit.Access.Tests.Accounts;

/// <summary>Groups, calling stations and static routes as administrators write them.</summary>
public sealed class DialInPropertyTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("Staff", "staff")]
    [InlineData("vpn users, Staff,staff", "staff,vpn users")]
    public void Groups_are_kept_in_one_form(string? text, string form)
    {
        Assert.True(GroupNames.TryParse(text, out var groups));
        Assert.Equal(form, groups.ToString());
        Assert.All(groups.Names, name => Assert.True(groups.Contains(name.ToUpperInvariant())));
        Assert.False(groups.Contains("others"));
    }

    [Theory]
    [InlineData("a,,b")]
    [InlineData("a;b")]
    [InlineData("two  spaces")]
    [InlineData("new\nline")]
    public void What_is_no_group_is_refused(string text) => Assert.False(GroupNames.TryParse(text, out _));

    [Fact]
    public void Groups_are_bounded()
    {
        Assert.True(GroupNames.TryParse(string.Join(',', Enumerable.Range(0, GroupNames.MaxCount)), out _));
        Assert.False(GroupNames.TryParse(string.Join(',', Enumerable.Range(0, GroupNames.MaxCount + 1)), out _));
        Assert.False(GroupNames.TryParse(new string('a', GroupNames.MaxNameLength + 1), out _));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.0/24", "192.0.2.99", true)]
    [InlineData("192.0.2.0/24", "192.0.3.99", false)]
    [InlineData("2001:db8::/32", "2001:db8::7", true)]
    [InlineData("2001:db8::/32", "", false)]
    [InlineData("5550100", "5550100", true)]
    [InlineData("5550100", "0.84.176.4", false)]
    [InlineData("00-1B-44-11-3A-B7", "00-1b-44-11-3a-b7", true)]
    public void A_caller_is_matched_by_address_prefix_or_text(string station, string caller, bool isMatch)
    {
        Assert.True(CallerStation.TryParse(station, out var parsed));
        Assert.Equal(isMatch, parsed.Matches(caller));
        Assert.Equal(station, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void What_is_no_calling_station_is_refused(string text) => Assert.False(CallerStation.TryParse(text, out _));

    [Theory]
    [InlineData("10.9.0.0/16")]
    [InlineData("10.9.0.0/16,fd00:9::/48")]
    [InlineData("")]
    public void Routes_are_read_and_written(string text)
    {
        Assert.True(StaticRoutes.TryParse(text, out var routes));
        Assert.Equal(text, routes.ToString());
    }

    [Theory]
    [InlineData("10.9.0.1/16")]
    [InlineData("10.9.0.0")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("10.9.0.0/16,,")]
    public void What_is_no_route_is_refused(string text) => Assert.False(StaticRoutes.TryParse(text, out _));

    [Fact]
    public void Routes_are_bounded()
    {
        Assert.True(StaticRoutes.TryParse(string.Join(',', Enumerable.Range(0, StaticRoutes.MaxCount).Select(n => $"10.{n}.0.0/16")), out _));
        Assert.False(StaticRoutes.TryParse(string.Join(',', Enumerable.Range(0, StaticRoutes.MaxCount + 1).Select(n => $"10.{n}.0.0/16")), out _));
    }
}
