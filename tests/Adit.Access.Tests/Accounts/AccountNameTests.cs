using Adit.Access.Accounts;

namespace Adit.Access.Tests.Accounts;

public sealed class AccountNameTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("Alice@Example.COM", "alice@example.com")]
    [InlineData("ÄLICE-2_x+y", "älice-2_x+y")]
    public void A_name_is_kept_in_lower_case(string text, string expected)
    {
        Assert.True(AccountName.TryParse(text, out var name));
        Assert.Equal(expected, name.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("DOMAIN\\alice")]
    [InlineData("a\nb")]
    [InlineData("a/b")]
    [InlineData("a\0")]
    public void What_no_account_is_called_is_refused(string? text) => Assert.False(AccountName.TryParse(text, out _));

    [Fact]
    public void A_name_has_an_end()
    {
        Assert.True(AccountName.TryParse(new string('a', AccountName.MaxLength), out _));
        Assert.False(AccountName.TryParse(new string('a', AccountName.MaxLength + 1), out _));
    }

    [Theory]
    [InlineData("DOMAIN\\Alice")]
    [InlineData("\\alice")]
    [InlineData("ALICE")]
    public void A_client_s_domain_is_left_out(string userName)
    {
        Assert.True(AccountName.TryParseUserName(userName, out var name));
        Assert.Equal("alice", name.Value);
    }

    [Fact]
    public void A_client_s_name_that_is_too_long_is_refused_whatever_its_end() =>
        Assert.False(AccountName.TryParseUserName(new string('D', 300) + "\\alice", out _));
}
