namespace Adit.Client.Tests;

public sealed class ProxyServerTests
{
    [Theory]
    [InlineData("http://proxy.example.org:3128", "proxy.example.org", 3128)]
    [InlineData("http://proxy.example.org:3128/", "proxy.example.org", 3128)]
    [InlineData("proxy.example.org:3128", "proxy.example.org", 3128)]
    [InlineData("http://192.0.2.1", "192.0.2.1", 80)]
    [InlineData("http://[2001:db8::1]:8080", "2001:db8::1", 8080)]
    [InlineData("http://bücher.example:8080", "xn--bcher-kva.example", 8080)]
    public void A_proxy_is_read_as_people_write_it(string url, string host, int port)
    {
        Assert.True(ProxyServer.TryParse(url, out var proxy, out _));
        Assert.Equal(new ProxyServer(host, port), proxy);
    }

    [Fact]
    public void Name_and_password_in_it_are_taken_and_never_shown()
    {
        Assert.True(ProxyServer.TryParse("http://anna:p%40ss%3Aword@proxy.example.org:3128", out var proxy, out _));
        Assert.Equal("anna", proxy.Credential?.UserName);
        Assert.DoesNotContain("p@ss", proxy.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("https://proxy.example.org:443")]
    [InlineData("socks5://proxy.example.org:1080")]
    [InlineData("http://proxy.example.org:3128/path")]
    [InlineData("http://proxy.example.org:99999")]
    [InlineData("http://:secret@proxy.example.org:3128")]
    public void What_is_no_proxy_is_refused_without_repeating_it(string url)
    {
        Assert.False(ProxyServer.TryParse(url, out _, out var problem));
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001:db8::1", "http://[2001:db8::1]:8080")]
    [InlineData("192.0.2.1", "http://192.0.2.1:8080")]
    public void It_is_shown_as_a_URL(string host, string url) => Assert.Equal(url, new ProxyServer(host, 8080).ToString());
}
