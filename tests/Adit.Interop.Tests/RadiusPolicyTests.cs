namespace Adit.Interop.Tests;

/// <summary>Network policies as another vendor's gateway meets them: gus is a guest, bob is not.</summary>
[Collection(RadiusCollection.Name)]
public sealed class RadiusPolicyTests(RadiusFixture lab)
{
    private const string Authenticated = "\nMessage-Authenticator = 0x00";

    [Fact]
    public async Task A_guest_gets_in_with_the_policy_s_method_and_its_settings_and_the_filter_as_MS_Filter()
    {
        var said = await lab.AuthenticateAsync("MD5", "gus", RadiusFixture.Password, "-n");

        Assert.True(said.EndsWith("SUCCESS", StringComparison.Ordinal), said[^Math.Min(said.Length, 4000)..]);
        Assert.Contains("Session-Timeout", said, StringComparison.Ordinal);
        Assert.Matches("(?i)01bb", said); // the port, at the end of the filter
    }

    [Fact]
    public async Task A_method_that_the_guest_s_policy_does_not_have_is_refused_and_explained()
    {
        var answer = await lab.AskAsync("auth", $"User-Name = gus\nUser-Password = \"{RadiusFixture.Password}\"{Authenticated}");

        Assert.Contains("Access-Reject", answer, StringComparison.Ordinal);
        await lab.WhySaysAsync("gus", "NPS-066");
        Assert.Contains("network Guests: yes", (await lab.Server.AskAsync("policy", "explain", "gus")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_guest_gets_in_by_another_policy_without_its_limits()
    {
        var answer = await lab.AskAsync("auth", $"User-Name = bob\nUser-Password = \"{RadiusFixture.Password}\"{Authenticated}");

        Assert.Contains("Access-Accept", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Session-Timeout", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policies_answer_without_a_call_too()
    {
        var trial = await lab.Server.AskJsonAsync("policy", "test", "--user", "bob");
        Assert.Equal("Everybody", trial.GetProperty("networkPolicy").GetString());

        var refused = await lab.Server.AskAsync("policy", "test", "--user", "bob", "--groups", "guests", "--client", "test");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("authenticationMethods", refused.Output, StringComparison.Ordinal);
        Assert.Contains("See 'adit explain NPS-066'.", refused.Output, StringComparison.Ordinal);
    }
}
