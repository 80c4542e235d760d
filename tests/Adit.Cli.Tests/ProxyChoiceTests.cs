using Adit.Client;

namespace Adit.Cli.Tests;

public sealed class ProxyChoiceTests
{
    private static readonly (string Name, string Value) Variable = ("https_proxy", "http://env:secret@proxy.example.org:3128");

    [Fact]
    public void Without_a_word_about_it_the_environment_decides()
    {
        var proxy = For(new ProxyChoice(null, null, null), Variable);

        Assert.Equal(("http://proxy.example.org:3128", "env"), (proxy?.ToString(), proxy?.Credential?.UserName));
    }

    [Fact]
    public void None_is_the_straight_way_whatever_the_environment_says() => Assert.Null(For(new ProxyChoice("none", null, null), Variable));

    [Fact]
    public void The_command_line_goes_before_the_environment() =>
        Assert.Equal(new ProxyServer("192.0.2.1", 8080), For(new ProxyChoice("http://192.0.2.1:8080", null, null), Variable));

    [Fact]
    public void A_name_is_asked_its_password_at_the_terminal() => Assert.Equal(
        "anna", For(new ProxyChoice("http://192.0.2.1:8080", "anna", null), ask: _ => "secret")?.Credential?.UserName);

    [Theory]
    [InlineData("http://anna:secret@192.0.2.1:8080", null)] // every process could read it
    [InlineData("https://192.0.2.1:8080", null)]
    [InlineData("nonsense:port", null)]
    [InlineData(null, "anna")]
    [InlineData("none", "anna")]
    [InlineData("http://192.0.2.1:8080", "an:na")]
    [InlineData("http://192.0.2.1:8080", "anna")] // and nobody to ask
    public void What_cannot_be_is_refused_and_no_password_is_shown(string? url, string? user)
    {
        var refused = Assert.Throws<CliException>(() => For(new ProxyChoice(url, user, null)));

        Assert.Equal(2, refused.ExitCode);
        Assert.DoesNotContain("secret", refused.Message + refused.NextStep, StringComparison.Ordinal);
    }

    private static ProxyServer? For(ProxyChoice choice, params (string Name, string Value)[] environment) => For(choice, ask: null, environment);

    private static ProxyServer? For(ProxyChoice choice, Func<string, string>? ask, params (string Name, string Value)[] environment) =>
        choice.For("vpn.example.org", 443, name => environment.FirstOrDefault(variable => variable.Name == name).Value, ask);
}
