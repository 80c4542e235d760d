using Adit.Protocols.Http;

namespace Adit.Protocols.Tests.Http;

/// <summary>The published example of RFC 7616 §3.9.1, and what may go wrong around it.</summary>
public sealed class DigestAuthorizationTests
{
    private const string Nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private const string Opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";
    private const string ClientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static readonly ProxyCredential Mufasa = new("Mufasa", "Circle of Life");

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_example_of_the_RFC_is_answered_as_it_says(string algorithm, string response)
    {
        var challenge = Read($"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, nonce=\"{Nonce}\", opaque=\"{Opaque}\"");

        var answer = DigestAuthorization.Write(challenge, Mufasa, "GET", "/dir/index.html", ClientNonce, count: 1);

        Assert.Equal(
            $"Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm={algorithm}, nonce=\"{Nonce}\", "
            + $"nc=00000001, cnonce=\"{ClientNonce}\", qop=auth, response=\"{response}\", opaque=\"{Opaque}\"",
            answer);
    }

    [Fact]
    public void What_the_server_quotes_goes_back_as_it_came()
    {
        var answer = Answer("""Digest realm="a \"b\" \\c", qop="auth", nonce="n" """, Mufasa);

        Assert.Contains("""realm="a \"b\" \\c", """, answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_outside_ASCII_goes_in_the_notation_for_it() =>
        Assert.StartsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, ", Answer("Digest realm=r, qop=auth, nonce=n", new("Jäsøn Doe", "x")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Digest realm=r, nonce=n")] // without qop: RFC 2069, which no proxy of this century asks for
    [InlineData("Digest realm=r, nonce=n, qop=auth-int")]
    [InlineData("Digest realm=r, qop=auth")]
    [InlineData("Digest nonce=n, qop=auth")]
    [InlineData("Digest realm=r, nonce=n, qop=auth, algorithm=SHA-512-256")]
    [InlineData("Digest realm=r, nonce=n, qop=auth, algorithm=MD5-sess")]
    [InlineData("Basic realm=r, nonce=n, qop=auth")]
    public void What_we_cannot_answer_is_no_challenge_for_us(string field) =>
        Assert.False(DigestChallenge.TryRead(AuthenticationChallenge.ParseAll(field)[0], out _));

    private static string Answer(string field, ProxyCredential credential) =>
        DigestAuthorization.Write(Read(field), credential, "CONNECT", "vpn.example.org:443", "c", count: 1);

    private static DigestChallenge Read(string field)
    {
        Assert.True(DigestChallenge.TryRead(Assert.Single(AuthenticationChallenge.ParseAll(field)), out var challenge));
        return challenge;
    }
}
