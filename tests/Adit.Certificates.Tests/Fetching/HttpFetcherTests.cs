using System.Text;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Fetching;

public sealed class HttpFetcherTests
{
    private const int MaxLength = 1000;

    [Fact]
    public async Task What_is_published_is_fetched()
    {
        await using var server = new RawHttpServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        Assert.Equal("hello", await BodyAsync(server.Address));
    }

    [Fact]
    public async Task A_request_is_posted_with_its_kind_and_nothing_of_ours()
    {
        await using var server = new RawHttpServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        await FetchAsync(new FetchRequest(server.Address, MaxLength, new byte[] { 1, 2, 3 }, "application/ocsp-request"));

        var head = Assert.Single(server.Requests);
        Assert.StartsWith("POST /ca.crl HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/ocsp-request\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("User-Agent", head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://crl.example.org/ca.crl", "https")]
    [InlineData("ldap:///CN=ca,DC=example?certificateRevocationList", "ldap")]
    [InlineData("file:///etc/shadow", "file")]
    [InlineData("ftp://crl.example.org/ca.crl", "ftp")]
    [InlineData("http://anna:secret@127.0.0.1/", "user name")]
    [InlineData("http:///", "no address")]
    [InlineData("ca.crl", "no address")]
    [InlineData("/etc/passwd", "file")]
    [InlineData("", "no address")]
    public async Task Nothing_but_plain_http_is_fetched_and_the_problem_is_named(string address, string word)
    {
        var (body, problem) = await FetchAsync(new FetchRequest(address, MaxLength));

        Assert.Null(body);
        Assert.Contains(word, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_moved_is_followed()
    {
        await using var server = new RawHttpServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        await using var old = new RawHttpServer($"HTTP/1.1 301 Moved\r\nLocation: {server.Address}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal("ok", await BodyAsync(old.Address));
    }

    [Fact]
    public async Task A_loop_of_redirects_is_left_after_three()
    {
        await using var server = new RawHttpServer("HTTP/1.1 302 Found\r\nLocation: /ca.crl\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Contains("more than 3 times", await ProblemAsync(server.Address), StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData("https://127.0.0.1/ca.crl")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://a:b@127.0.0.1/")]
    [InlineData("//")]
    public async Task Nobody_is_followed_to_where_we_would_not_go(string location)
    {
        await using var server = new RawHttpServer($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Contains("where we do not go", await ProblemAsync(server.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_left_at_the_bound()
    {
        await using var server = new RawHttpServer(async (_, stream, ending) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), ending);
            while (true)
                await stream.WriteAsync(new byte[4096], ending);
        });

        Assert.Contains("longer than 1000 bytes", await ProblemAsync(server.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_beyond_the_bound_is_not_waited_for()
    {
        await using var server = new RawHttpServer("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");

        Assert.Contains("longer than 1000 bytes", await ProblemAsync(server.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_dribbles_is_left_when_the_time_is_over()
    {
        await using var server = new RawHttpServer(async (_, stream, ending) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"u8.ToArray(), ending);
            while (true)
            {
                await stream.WriteAsync(new byte[1], ending);
                await Task.Delay(20, ending);
            }
        });

        Assert.Contains("did not answer in full", await ProblemAsync(server.Address, TimeSpan.FromMilliseconds(300)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_when_the_time_is_over()
    {
        await using var server = new RawHttpServer((_, _, ending) => Task.Delay(Timeout.Infinite, ending));

        Assert.Contains("did not answer in full", await ProblemAsync(server.Address, TimeSpan.FromMilliseconds(300)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "broke off")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "could not be asked")]
    [InlineData("", "could not be asked")]
    public async Task An_answer_that_is_none_is_named(string answer, string word)
    {
        await using var server = new RawHttpServer(answer);

        Assert.Contains(word, await ProblemAsync(server.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_never_ends_is_left()
    {
        await using var server = new RawHttpServer("HTTP/1.1 200 OK\r\n" + new StringBuilder().Insert(0, "X: y\r\n", 20_000));

        Assert.Contains("too long", await ProblemAsync(server.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_where_nobody_listens_is_named()
    {
        string address;
        await using (var server = new RawHttpServer(""))
            address = server.Address;

        Assert.Contains("refused", await ProblemAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        await using var server = new RawHttpServer((_, _, ending) => Task.Delay(Timeout.Infinite, ending));
        var fetcher = new HttpFetcher(new FetchLimits());
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(new FetchRequest(server.Address, MaxLength), giveUp.Token));
    }

    private static async Task<string> BodyAsync(string address) =>
        (await FetchAsync(new FetchRequest(address, MaxLength))) is { Body: { } body } ? Encoding.Latin1.GetString(body.Span) : "(nothing)";

    private static async Task<string> ProblemAsync(string address, TimeSpan? time = null) =>
        (await FetchAsync(new FetchRequest(address, MaxLength), time)).Problem ?? "(none)";

    private static async Task<Fetched> FetchAsync(FetchRequest request, TimeSpan? time = null)
    {
        var fetcher = new HttpFetcher(new FetchLimits { Time = time ?? TimeSpan.FromSeconds(30) });
        return await fetcher.FetchAsync(request, CancellationToken.None);
    }
}
