using Adit.Protocols.Http;

namespace Adit.Protocols.Tests.Http;

public sealed class AuthenticationChallengeTests
{
    [Fact]
    public void Several_challenges_in_one_field_are_told_apart()
    {
        // The example of RFC 9110 §11.6.1.
        var challenges = AuthenticationChallenge.ParseAll("Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"");

        Assert.Equal(["Basic", "Newauth"], challenges.Select(challenge => challenge.Scheme));
        Assert.Equal("simple", challenges[0].Parameters["realm"]);
        Assert.Equal("Login to \"apps\"", challenges[1].Parameters["TITLE"]);
    }

    [Fact]
    public void A_scheme_with_nothing_or_a_token_behind_it_is_no_obstacle()
    {
        var challenges = AuthenticationChallenge.ParseAll("Negotiate, NTLM TlRMTVNTUAAC==, , Basic realm=r");

        Assert.Equal("Basic", challenges[^1].Scheme);
        Assert.Equal("r", challenges[^1].Parameters["realm"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ,")]
    [InlineData("=x")]
    [InlineData("\"")]
    public void What_is_no_challenge_is_none(string field) => Assert.Empty(AuthenticationChallenge.ParseAll(field));

    [Theory]
    [InlineData("Basic realm=\"without an end")]
    [InlineData("Basic realm=\"ends in \\")]
    [InlineData("Basic realm")]
    public void What_breaks_off_leaves_what_came_before(string field) => Assert.Equal("Basic", AuthenticationChallenge.ParseAll(field)[0].Scheme);

    [Fact]
    public void A_field_without_end_is_read_to_its_bounds()
    {
        var challenges = AuthenticationChallenge.ParseAll(
            string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"S{i} " + string.Join(", ", Enumerable.Range(0, 50).Select(k => $"p{k}=v")))));

        Assert.Equal(8, challenges.Count);
        Assert.All(challenges, challenge => Assert.Equal(16, challenge.Parameters.Count));
    }
}
